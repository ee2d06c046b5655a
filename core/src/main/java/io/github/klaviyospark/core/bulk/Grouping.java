package io.github.klaviyospark.core.bulk;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * How records are grouped in a request: neighbours with the same group stand together below it, as
 *
 * <pre>{@code head GROUP middle record , record … tail}</pre>
 *
 * @param head what is before a group's own JSON
 * @param middle what is between a group's own JSON and its first record
 * @param tail what is after its last record
 * @param pointer JSON pointer from a group to the array of its records
 */
public record Grouping(String head, String middle, String tail, String pointer) implements Serializable {

    private static final long serialVersionUID = 1L;

    byte[] headBytes() {
        return head.getBytes(StandardCharsets.UTF_8);
    }

    byte[] middleBytes() {
        return middle.getBytes(StandardCharsets.UTF_8);
    }

    byte[] tailBytes() {
        return tail.getBytes(StandardCharsets.UTF_8);
    }
}
