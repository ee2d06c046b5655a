package io.github.klaviyospark.spark.compatibility;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another JVM holds in its heap after a collection. */
final class LiveHeap {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private LiveHeap() {}

    /** The bytes of all objects that are alive. The JVM stops for that moment. */
    static long of(ProcessHandle jvm) throws IOException, InterruptedException {
        Process histogram = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(jvm.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        histogram.waitFor();
        Matcher total = TOTAL.matcher(text);
        if (!total.find()) {
            throw new IllegalStateException("No total in what jcmd says: " + text);
        }
        return Long.parseLong(total.group(1));
    }
}
