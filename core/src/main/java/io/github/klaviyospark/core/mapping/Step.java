package io.github.klaviyospark.core.mapping;

import java.io.Serializable;

/**
 * One step of a path.
 *
 * @param text as it is written in a path, with normal quotes
 */
record Step(Kind kind, String text) implements Serializable {

    enum Kind {
        KEY,
        ELEMENTS,
        INDEX
    }

    static final Step ELEMENTS = new Step(Kind.ELEMENTS, "[*]");

    static Step key(String key) {
        return new Step(Kind.KEY, "['" + key.replace("\\", "\\\\").replace("'", "\\'") + "']");
    }

    /** The key that this step goes to, as it stands in a record. */
    String key() {
        return text.substring(2, text.length() - 2).replaceAll("\\\\(.)", "$1");
    }

    static Step index(String digits) {
        return new Step(Kind.INDEX, "[" + digits + "]");
    }
}
