package io.github.klaviyospark.emulator.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The file of this process in a folder: a line of JSON each for the start and the end of an emulator, for every exchange
 * and for every violation.
 *
 * <p>Every line is handed to the operating system before the answer it is about is sent. So nothing that a client has
 * seen is missing from the log, however the process ends.
 */
final class ContractLog {
    private static final Map<Path, ContractLog> OPEN = new ConcurrentHashMap<>();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Not a channel: an interrupt, as when an emulator stops, would close that for everybody. */
    private final FileOutputStream out;

    private ContractLog(FileOutputStream out) {
        this.out = out;
    }

    /** One for each folder, kept open for all emulators of the process. */
    static ContractLog in(Path folder) {
        return OPEN.computeIfAbsent(folder.toAbsolutePath().normalize(), ContractLog::open);
    }

    private static ContractLog open(Path folder) {
        String name = ProcessHandle.current().pid() + "-" + UUID.randomUUID() + ".jsonl";
        File file = folder.resolve(name).toFile();
        try {
            Files.createDirectories(folder);
            return new ContractLog(new FileOutputStream(file, true));
        } catch (IOException e) {
            throw new UncheckedIOException("The contract log " + file + " cannot be written.", e);
        }
    }

    synchronized void line(Map<String, ?> values) {
        try {
            out.write((JSON.writeValueAsString(values) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("The contract log cannot be written.", e);
        }
    }
}
