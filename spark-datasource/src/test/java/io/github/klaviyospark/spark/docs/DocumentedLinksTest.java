package io.github.klaviyospark.spark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link of the documentation leads somewhere, and every page and drawing is reached. */
class DocumentedLinksTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final int MOST_BYTES_OF_A_DRAWING = 20_000;

    private static List<String> links(Page page) {
        return LINK.matcher(String.join("\n", page.prose()))
                .results()
                .map(MatchResult.class::cast)
                .map(link -> link.group(1))
                .toList();
    }

    private static Path target(Page page, String link) {
        String file = link.replaceFirst("#.*", "");
        return file.isEmpty() ? page.path() : page.path().resolveSibling(file).normalize();
    }

    @Test
    void leadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int looked = 0;
        for (Page page : Page.all()) {
            for (String link : links(page)) {
                looked++;
                if (!isSound(page, link)) {
                    broken.add(page + ": " + link);
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(looked).isGreaterThan(100);
    }

    private static boolean isSound(Page page, String link) throws IOException {
        if (link.startsWith("http")) {
            return link.startsWith("https://") && URI.create(link).getHost() != null;
        }

        Path target = target(page, link);
        if (!target.startsWith(Page.ROOT) || !Files.exists(target)) {
            return false;
        }
        int anchor = link.indexOf('#');
        return anchor < 0 || Page.read(target).anchors().contains(link.substring(anchor + 1));
    }

    @Test
    void reachEveryPageFromTheMap() throws IOException {
        Page map = Page.read(Page.ROOT.resolve("docs/README.md"));
        List<Path> named = links(map).stream().map(link -> target(map, link)).toList();

        assertThat(Page.all()).allSatisfy(page -> {
            if (!page.path().equals(map.path())) {
                assertThat(named).contains(page.path());
            }
        });
        Page readme = Page.read(Page.ROOT.resolve("README.md"));
        assertThat(links(readme)).contains("docs/README.md");
    }

    @Test
    void showEveryDrawing() throws IOException {
        List<Path> shown = new ArrayList<>();
        for (Page page : Page.all()) {
            links(page).forEach(link -> shown.add(target(page, link)));
        }
        try (var drawings = Files.list(Page.ROOT.resolve("docs/images"))) {
            assertThat(drawings.toList()).isNotEmpty().allSatisfy(drawing -> {
                assertThat(shown).contains(drawing);
                assertThat(Files.size(drawing)).isLessThan(MOST_BYTES_OF_A_DRAWING);
            });
        }
    }
}
