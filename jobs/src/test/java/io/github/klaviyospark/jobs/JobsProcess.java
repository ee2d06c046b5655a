package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The finished jar in a process of its own, with Spark beside it. */
final class JobsProcess {

    private final int exitCode;
    private final String output;

    private JobsProcess(int exitCode, String output) {
        this.exitCode = exitCode;
        this.output = output;
    }

    static JobsProcess run(Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return start(folder, environment, arguments).await();
    }

    static Running start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("spark.jvm.options").trim().split("\\s+")));
        command.add("-Xmx1g");
        command.add("-Dlog4j2.configurationFile="
                + Path.of("src", "quickstart", "log4j2.properties").toAbsolutePath());
        command.add("-cp");
        command.add(System.getProperty("jobs.jar")
                + System.getProperty("path.separator")
                + System.getProperty("spark.class.path"));
        command.add("io.github.klaviyospark.jobs.Main");
        command.addAll(List.of(arguments));

        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("..").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().putAll(environment);
        return new Running(builder.start(), output);
    }

    int exitCode() {
        return exitCode;
    }

    String output() {
        return output;
    }

    /** One that has not ended. */
    static final class Running {

        private static final long MOST_SECONDS = 300;
        private static final long LOOK_MILLIS = 50;

        private final Process process;
        private final Path output;

        private Running(Process process, Path output) {
            this.process = process;
            this.output = output;
        }

        /** Waits until it has come so far. */
        void await(String what, Callable<Boolean> isThere) throws Exception {
            long start = System.nanoTime();
            while (!isThere.call()) {
                if (!process.isAlive() || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(MOST_SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(
                            "No " + what + " but: " + Files.readString(output, StandardCharsets.UTF_8));
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }

        /** Tells it to end, as {@code kill} does, and waits until it has. */
        JobsProcess terminate() throws IOException, InterruptedException {
            process.destroy();
            return await();
        }

        /** What Ctrl-C does: tells it and the processes that it started at once. */
        JobsProcess interrupt() throws IOException, InterruptedException {
            List<String> kill = new ArrayList<>(List.of("kill", "-INT"));
            process.children().forEach(child -> kill.add(Long.toString(child.pid())));
            kill.add(Long.toString(process.pid()));
            if (new ProcessBuilder(kill).start().waitFor() != 0) {
                throw new IllegalStateException("There is no such process any more: " + kill);
            }
            return await();
        }

        String output() throws IOException {
            return Files.readString(output, StandardCharsets.UTF_8);
        }

        JobsProcess await() throws IOException, InterruptedException {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("The job did not end within " + MOST_SECONDS + " s.");
            }
            return new JobsProcess(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        }
    }
}
