package io.github.klaviyospark.spark.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Compares the documentation with the options; with {@code -Doptions.write=true} it writes the page first. */
class OptionsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "options.md");

    @Test
    void isMadeFromTheOptions() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Options

                Options of `format("klaviyo")`, made from the code. Names are compared without regard to case; an unknown name
                is an error that suggests the nearest one. Keys are never read from Spark's session settings, because those
                are written to event logs.

                | option | for | default | allowed | what it does |
                | --- | --- | --- | --- | --- |
                """);
        for (Setting<?> setting : Settings.all()) {
            String names = "`" + setting.name() + "`"
                    + (setting.aliases().isEmpty() ? "" : " (`" + String.join("`, `", setting.aliases()) + "`)");
            page.append("| ")
                    .append(names)
                    .append(" | ")
                    .append(setting.use().words())
                    .append(" | ")
                    .append(Objects.requireNonNullElse(setting.fallback(), "none"))
                    .append(" | ")
                    .append(setting.allowed())
                    .append(" | ")
                    .append(setting.help())
                    .append(" |\n");
        }
        page.append("""

                The environment variable `KLAVIYO_ENDPOINT` on the driver names the endpoint when no option does.

                An administrator can restrict where keys come from with `%s` in Spark's start-up configuration: references, or
                beginnings of references that end in `:`, `/` or `.`, separated by commas, such as
                `hadoop:,file:/run/secrets/`. Once it is set, keys given as options are refused too.
                """.formatted(KeyPolicy.SETTING));

        if (Boolean.getBoolean("options.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }
}
