package io.github.klaviyospark.spark.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a run keeps in files, read by what is promised of their names and contents. */
final class RunFolder {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RECEIPT =
            Pattern.compile("(\\d+)/(\\d{10})-[0-9a-f]{32}-a(\\d+)-d(\\d+)-s\\d+-b\\d+-r\\d+-[0-9a-f]{8}");
    private static final Pattern MARK = Pattern.compile("(\\d+)/(\\d{10})-(claimed|[0-9a-f]{32}-(?:open|a\\d+)-.*)");

    private final Path folder;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    /** The only run in a folder of runs. */
    static RunFolder only(Path runs) throws IOException {
        List<RunFolder> all = all(runs);
        if (all.size() != 1) {
            throw new IllegalStateException("There are " + all.size() + " runs in " + runs);
        }
        return all.get(0);
    }

    static List<RunFolder> all(Path runs) throws IOException {
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.sorted().map(RunFolder::new).toList();
        }
    }

    String id() {
        return folder.getFileName().toString();
    }

    JsonNode report() throws IOException {
        return JSON.readTree(folder.resolve("report.json").toFile());
    }

    boolean isFinished() {
        return Files.exists(folder.resolve("FINISHED"));
    }

    Path deadLetters() {
        return folder.resolve("dead-letters");
    }

    boolean hasDeadLetters() {
        try {
            return !files(deadLetters()).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The chunks that have a receipt. */
    Set<Receipt> receipts() throws IOException {
        Path receipts = folder.resolve("receipts");
        Set<Receipt> all = new TreeSet<>();
        for (Path file : files(receipts)) {
            Matcher name = RECEIPT.matcher(receipts.relativize(file).toString());
            if (!name.matches()) {
                throw new IllegalStateException("This is no receipt: " + file);
            }
            all.add(new Receipt(
                    new Chunks.Place(Integer.parseInt(name.group(1)), Long.parseLong(name.group(2))),
                    Long.parseLong(name.group(3)),
                    Long.parseLong(name.group(4))));
        }
        return all;
    }

    /** The chunks that were taken to be sent only once, and of which neither a job nor a receipt tells how that ended. */
    Stream<Chunks.Place> unanswered() throws IOException {
        Path receipts = folder.resolve("receipts");
        Set<Chunks.Place> claimed = new TreeSet<>();
        Set<Chunks.Place> answered = new TreeSet<>();
        for (Path file : files(receipts)) {
            Matcher name = MARK.matcher(receipts.relativize(file).toString());
            if (name.matches()) {
                Chunks.Place chunk = new Chunks.Place(Integer.parseInt(name.group(1)), Long.parseLong(name.group(2)));
                (name.group(3).equals("claimed") ? claimed : answered).add(chunk);
            }
        }
        return claimed.stream().filter(chunk -> !answered.contains(chunk));
    }

    /** All files below a folder; none when it does not exist. */
    static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return new ArrayList<>();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).toList());
        }
    }

    @Override
    public String toString() {
        return "RunFolder(" + id() + ")";
    }

    /**
     * A chunk that is settled.
     *
     * @param chunk which one
     * @param accepted records of it that were accepted
     * @param dead rows that became dead letters
     */
    record Receipt(Chunks.Place chunk, long accepted, long dead) implements Comparable<Receipt> {

        @Override
        public int compareTo(Receipt other) {
            return chunk.compareTo(other.chunk);
        }
    }
}
