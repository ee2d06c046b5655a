package io.github.klaviyospark.spark.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of the documentation: its text, its blocks of code, and the places that links can lead to. */
final class Page {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Path path;
    private final List<String> prose;
    private final List<Block> blocks;

    private Page(Path path, List<String> prose, List<Block> blocks) {
        this.path = path;
        this.prose = prose;
        this.blocks = blocks;
    }

    /** README, CONTRIBUTING and everything in docs. */
    static List<Page> all() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            List<Page> pages = new ArrayList<>();
            List<Path> paths = Stream.concat(
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
                            docs.filter(path -> path.toString().endsWith(".md")).sorted())
                    .toList();
            for (Path path : paths) {
                pages.add(read(path));
            }
            return pages;
        }
    }

    static Page read(Path path) throws IOException {
        List<String> prose = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        Block open = null;
        int number = 0;
        for (String line : Files.readAllLines(path)) {
            number++;
            boolean isFence = line.stripLeading().startsWith("```");
            if (open != null && isFence) {
                blocks.add(open);
                open = null;
            } else if (isFence) {
                int indent = line.indexOf('`');
                open = new Block(name(path) + ":" + number, line.strip().substring(3), indent, new ArrayList<>());
            } else if (open != null) {
                open.lines.add(line.substring(Math.min(open.indent, line.length())));
            } else {
                prose.add(line);
            }
        }
        if (open != null) {
            throw new IOException("The block at " + open.place + " has no end.");
        }
        return new Page(path, prose, blocks);
    }

    static String name(Path path) {
        return ROOT.relativize(path.toAbsolutePath().normalize()).toString();
    }

    /** The blocks of a language in all pages. */
    static List<Block> blocks(String language) throws IOException {
        return all().stream()
                .flatMap(page -> page.blocks.stream())
                .filter(block -> block.language.equals(language))
                .toList();
    }

    /** The names of all test classes. */
    static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }

    Path path() {
        return path;
    }

    /** All lines that are in no block. */
    List<String> prose() {
        return prose;
    }

    List<Block> blocks() {
        return blocks;
    }

    List<String> headings() {
        return prose.stream().filter(line -> line.matches("#+ .*")).toList();
    }

    /** What links to a part of this page name behind the {@code #}, by GitHub's rule. */
    Set<String> anchors() {
        return headings().stream()
                .map(heading -> heading.replaceFirst("^#+ ", "")
                        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Override
    public String toString() {
        return name(path);
    }

    /** A block of code. */
    static final class Block {

        private final String place;
        private final String language;
        private final int indent;
        private final List<String> lines;

        private Block(String place, String language, int indent, List<String> lines) {
            this.place = place;
            this.language = language;
            this.indent = indent;
            this.lines = lines;
        }

        String language() {
            return language;
        }

        String text() {
            return String.join("\n", lines);
        }

        @Override
        public String toString() {
            return place;
        }
    }
}
