package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.secret.ApiKeySource;
import java.util.Arrays;
import java.util.List;

/**
 * Which places a key may come from, as an administrator has said in the start-up configuration
 * ({@value #SETTING}), which a user of a running cluster cannot change.
 */
public final class KeyPolicy {

    /** The Spark setting: references or beginnings of references separated by commas; everything is allowed without it. */
    public static final String SETTING = "spark.klaviyo.allowedApiKeySources";

    private final List<String> allowed;

    private KeyPolicy(List<String> allowed) {
        this.allowed = allowed;
    }

    /** The policy of a setting's text, which may be null or blank. */
    public static KeyPolicy of(String setting) {
        if (setting == null || setting.isBlank()) {
            return new KeyPolicy(List.of());
        }
        return new KeyPolicy(Arrays.stream(setting.split(",")).map(String::trim).toList());
    }

    void check(ApiKeySource source) {
        if (!allowed.isEmpty() && allowed.stream().noneMatch(entry -> allows(entry, source.toString()))) {
            throw refused(source.toString());
        }
    }

    // An entry that ends in ':', '/' or '.' is a beginning; any other is one reference, so that env:KEY does not allow
    // env:KEY_OF_OTHERS. A path that climbs out of a folder is not in it.
    private static boolean allows(String entry, String reference) {
        boolean isPrefix = entry.endsWith(":") || entry.endsWith("/") || entry.endsWith(".");
        return isPrefix ? reference.startsWith(entry) && !reference.contains("..") : reference.equals(entry);
    }

    void checkOption() {
        if (!allowed.isEmpty()) {
            throw refused("A key given as an option");
        }
    }

    private IllegalArgumentException refused(String what) {
        return new IllegalArgumentException(what + " is not allowed here. The administrator allows "
                + String.join(", ", allowed) + " (" + SETTING + "); name one of these with apiKeySource.");
    }

    @Override
    public String toString() {
        return "KeyPolicy" + allowed;
    }
}
