package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.spark.run.Folder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The driver's side of what batches have delivered, below the checkpoint of a source:
 *
 * <pre>
 * delivered/FROM-UNTIL/LOOKBACK-PARTITIONS-ATTEMPT/part-00000
 * </pre>
 *
 * <p>Seconds since 1970 name a batch, so that the same batch finds itself again after a restart. An attempt is complete
 * when each of its partitions has a file; then some sink may have got it all, and no other attempt of the batch is ever
 * made. Otherwise no sink can have finished, and what is there is thrown away.
 */
final class Deliveries {

    private final Folder folder;
    private final Map<Window, List<String>> filesOfPast = new HashMap<>();

    Deliveries(Folder folder) {
        this.folder = folder;
    }

    Folder folder() {
        return folder;
    }

    /** A complete attempt of a batch, if there is one. */
    Optional<BatchMemory> replay(Window batch) throws IOException {
        String name = name(batch);
        Folder batchFolder = folder.folder(name);
        for (String text : batchFolder.names()) {
            Attempt attempt = Attempt.of(text).orElse(null);
            if (attempt != null && files(batchFolder, text).size() == attempt.partitions()) {
                return Optional.of(BatchMemory.replay(attempt.from(), files(name)));
            }
        }
        return Optional.empty();
    }

    /**
     * How far a batch looks back: as far as it is known without a gap what was delivered. Rows of earlier seconds may have
     * been delivered without being put down.
     */
    Instant lookback(Window batch, Duration lookback) throws IOException {
        Instant wanted = batch.from().minus(lookback);
        Instant known = batch.from();
        List<Window> past = past(batch);
        for (Window one : past) {
            if (!one.until().equals(known) || !known.isAfter(wanted)) {
                break;
            }
            known = one.from();
        }
        return known.isAfter(wanted) ? known : wanted;
    }

    /**
     * Begins an attempt to deliver a batch.
     *
     * @param from the first second that it looks back to
     * @param partitions how many tasks it has
     */
    BatchMemory begin(Window batch, Instant from, int partitions) throws IOException {
        List<String> known = new ArrayList<>();
        for (Window one : past(batch)) {
            if (one.until().isAfter(from)) {
                known.addAll(files(one));
            }
        }
        // What lies ahead, or ends otherwise, is of a history that the checkpoint knows nothing of any more.
        for (Window other : windows()) {
            if (other.until().isAfter(batch.from())) {
                folder.deleteFolder(name(other));
                filesOfPast.remove(other);
            }
        }
        String attempt = name(batch) + "/"
                + new Attempt(from, partitions, UUID.randomUUID().toString());
        folder.folder(attempt).create();
        return BatchMemory.fresh(attempt, from, known);
    }

    /** Forgets batches that nobody looks back to any more. */
    void forget(Instant before) throws IOException {
        for (Window window : windows()) {
            if (!window.until().isAfter(before)) {
                folder.deleteFolder(name(window));
                filesOfPast.remove(window);
            }
        }
    }

    /** Batches that ended before another, the last one first. */
    private List<Window> past(Window batch) throws IOException {
        List<Window> past = new ArrayList<>(windows());
        past.removeIf(one -> one.until().isAfter(batch.from()));
        past.sort(Comparator.comparing(Window::until).reversed());
        return past;
    }

    private List<Window> windows() throws IOException {
        List<Window> windows = new ArrayList<>();
        for (String name : folder.names()) {
            String[] seconds = name.split("-", -1);
            if (seconds.length == 2 && isNumber(seconds[0]) && isNumber(seconds[1])) {
                windows.add(new Window(second(seconds[0]), second(seconds[1])));
            }
        }
        return windows;
    }

    /** The files of a batch that is over, which do not change any more; a long lookback has many. */
    private List<String> files(Window past) throws IOException {
        List<String> files = filesOfPast.get(past);
        if (files == null) {
            files = files(name(past));
            filesOfPast.put(past, files);
        }
        return files;
    }

    private List<String> files(String batch) throws IOException {
        List<String> files = new ArrayList<>();
        Folder batchFolder = folder.folder(batch);
        for (String attempt : batchFolder.names()) {
            for (String file : files(batchFolder, attempt)) {
                files.add(batch + "/" + attempt + "/" + file);
            }
        }
        return files;
    }

    private static List<String> files(Folder batch, String attempt) throws IOException {
        return batch.folder(attempt).names().stream()
                .filter(name -> name.startsWith("part-"))
                .toList();
    }

    private static String name(Window window) {
        return window.from().getEpochSecond() + "-" + window.until().getEpochSecond();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 19 && text.chars().allMatch(Character::isDigit);
    }

    private static Instant second(String digits) {
        return Instant.ofEpochSecond(Long.parseLong(digits));
    }

    @Override
    public String toString() {
        return "Deliveries(" + folder + ")";
    }

    /** What the name of an attempt's folder says. */
    private record Attempt(Instant from, int partitions, String id) {

        static Optional<Attempt> of(String name) {
            String[] parts = name.split("-", 3);
            return parts.length == 3 && isNumber(parts[0]) && isNumber(parts[1])
                    ? Optional.of(new Attempt(second(parts[0]), Integer.parseInt(parts[1]), parts[2]))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return from.getEpochSecond() + "-" + partitions + "-" + id;
        }
    }
}
