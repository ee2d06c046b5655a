package io.github.klaviyospark.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads CSV as RFC 4180 has it, to check by other means what Spark has read: nothing is null, {@code ""} is empty. */
final class CsvRows {

    private final String text;
    private int at;

    private CsvRows(String text) {
        this.text = text;
    }

    static List<Map<String, String>> parse(String text) {
        CsvRows rows = new CsvRows(text);
        List<String> names = rows.row();
        List<Map<String, String>> parsed = new ArrayList<>();
        while (rows.at < text.length()) {
            List<String> values = rows.row();
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                row.put(names.get(i), values.get(i));
            }
            parsed.add(row);
        }
        return parsed;
    }

    private List<String> row() {
        List<String> values = new ArrayList<>();
        do {
            values.add(text.charAt(at) == '"' ? quoted() : plain());
        } while (text.charAt(at++) == ',');
        return values;
    }

    private String plain() {
        int start = at;
        while (text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++;
        }
        return start == at ? null : text.substring(start, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (true) {
            char c = text.charAt(at++);
            if (c != '"') {
                value.append(c);
            } else if (text.charAt(at) == '"') {
                value.append(c);
                at++;
            } else {
                return value.toString();
            }
        }
    }
}
