package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        Process process = builder.start();
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("The job did not end within 300 s.");
        }
        return new JobsProcess(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    int exitCode() {
        return exitCode;
    }

    String output() {
        return output;
    }
}
