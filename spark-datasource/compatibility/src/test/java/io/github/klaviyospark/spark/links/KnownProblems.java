package io.github.klaviyospark.spark.links;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** The exceptions in {@code known.txt}: references that are guarded, so that the versions which lack them never come there. */
final class KnownProblems {

    private KnownProblems() {}

    static Set<String> in(String version) throws IOException {
        Set<String> known = new TreeSet<>();
        try (InputStream in = KnownProblems.class.getResourceAsStream("known.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line :
                    text.lines().filter(each -> !each.startsWith("#")).toList()) {
                String[] parts = line.split(" \\| ", -1);
                if (parts.length != 3) {
                    throw new IllegalStateException("Not versions, problem and reason: " + line);
                }
                if (version.matches(parts[0])) {
                    known.add(parts[1]);
                }
            }
        }
        return known;
    }
}
