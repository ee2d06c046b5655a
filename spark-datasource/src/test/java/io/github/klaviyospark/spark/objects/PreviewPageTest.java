package io.github.klaviyospark.spark.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.mapping.MappingPath;
import io.github.klaviyospark.core.mapping.ObjectMapping;
import io.github.klaviyospark.core.mapping.SkipReason;
import io.github.klaviyospark.core.objects.PropertyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Compares the documentation with the code. */
class PreviewPageTest {

    private static final Path PAGE = Path.of("..", "docs", "preview.md");

    @Test
    void hasEveryReasonInItsOwnWords() throws IOException {
        List<String> page = Files.readAllLines(PAGE);

        for (SkipReason reason : SkipReason.values()) {
            assertThat(page).contains("| `" + reason.code() + "` | " + reason.explanation() + " |");
        }
    }

    @Test
    void hasEveryColumnAndEveryStatus() throws IOException {
        String page = Files.readString(PAGE);
        MappingPath path = MappingPath.ofText("id");
        ObjectMapping mapping = ObjectMapping.builder()
                .property("name", PropertyType.STRING, false, path, path)
                .build();

        for (String column : new PreviewColumns(mapping).made().fieldNames()) {
            assertThat(page).contains("\n| `" + column + "` | `");
        }
        for (PreviewStatus status : PreviewStatus.values()) {
            assertThat(page).contains("\n| `" + status.text() + "` | ");
        }
    }

    @Test
    void hasTheLimitsOfPacks() throws IOException {
        NumberFormat number = NumberFormat.getInstance(Locale.ROOT);

        assertThat(Files.readString(PAGE))
                .contains("| `limits(bytes, rows)` | " + number.format(ObjectPacks.DEFAULT_BYTES) + " and "
                        + number.format(ObjectPacks.DEFAULT_ROWS) + " |");
    }
}
