package io.github.klaviyospark.core.secret;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A private API key. It is serialised to executors inside the writer's factory and nowhere else; its text form is a
 * constant.
 */
public final class ApiKey implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String HIDDEN = "***";

    private final String value;

    private ApiKey(String value) {
        this.value = value;
    }

    /**
     * Wraps a key.
     *
     * @param value the key; white space around it, such as the line end of a file, is dropped
     * @param origin what to call the place it came from in an error
     * @throws IllegalArgumentException when it is empty or holds a character that cannot stand in a header
     */
    public static ApiKey of(String value, String origin) {
        String key = value.strip();
        if (key.isEmpty()) {
            throw new IllegalArgumentException("The API key from " + origin + " is empty. Give a Klaviyo private key.");
        }
        if (!key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("The API key from " + origin
                    + " holds a blank or a character outside ASCII, so it is no Klaviyo private key."
                    + " Check that nothing else stands in that place.");
        }
        return new ApiKey(key);
    }

    /** The value of the {@code Authorization} header. For the client that sends it, not for printing. */
    public String authorization() {
        return "Klaviyo-API-Key " + value;
    }

    /** Tells keys apart without telling them. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** The same text without the key, for texts that others wrote, such as the answer of a server. */
    public String hideIn(String text) {
        return text.replace(value, HIDDEN);
    }

    @Override
    public String toString() {
        return "ApiKey(" + HIDDEN + ")";
    }
}
