package io.github.klaviyospark.core.mapping;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Extracts, and writes what came as one line each: {@code L1 sku=X qty=2 buyer[email:a@mail.example.net]}. */
final class Shown {

    private Shown() {}

    static List<String> of(ObjectMapping mapping, String record) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        return mapping.extractor().extract(bytes, 0, bytes.length).stream()
                .map(version -> line(mapping, version))
                .toList();
    }

    static String line(ObjectMapping mapping, ObjectVersion version) {
        List<String> parts = new ArrayList<>();
        if (version instanceof ObjectVersion.Valid valid) {
            parts.add(valid.id());
            for (int i = 0; i < valid.values().size(); i++) {
                if (valid.isSet(i)) {
                    parts.add(mapping.properties().get(i) + "=" + valid.values().get(i));
                }
            }
            valid.links().forEach(links -> parts.add(line(links)));
            valid.warnings().forEach(warning -> parts.add("!" + warning));
            if (valid.isSupersededInRecord()) {
                parts.add("superseded");
            }
        } else if (version instanceof ObjectVersion.Skipped skipped) {
            parts.add((skipped.id() == null ? "?" : skipped.id()) + " skipped");
            skipped.problems().forEach(problem -> parts.add(problem.toString()));
        } else if (version instanceof ObjectVersion.LinksOnly only) {
            parts.add(only.id() + " only");
            only.links().forEach(links -> parts.add(line(links)));
            only.warnings().forEach(warning -> parts.add("!" + warning));
        }
        return String.join(" ", parts);
    }

    private static String line(Links links) {
        return links.relationship()
                + links.identifiers().stream()
                        .map(identifier -> identifier + ":" + identifier.value())
                        .toList();
    }
}
