package io.github.klaviyospark.spark.compatibility;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts JVMs with the class path and the settings of this one. */
final class ChildJvm {

    private ChildJvm() {}

    /**
     * Starts one; what it prints goes to a file.
     *
     * @param folder for that file and for its log
     */
    static Process start(Path folder, String heap, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk."))
                .forEach(command::add);
        command.addAll(List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1", "-Dbuild.folder=" + folder));
        command.add("-Dscala.version.expected=" + System.getProperty("scala.version.expected"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Path out = Files.createDirectories(folder).resolve("out");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }
}
