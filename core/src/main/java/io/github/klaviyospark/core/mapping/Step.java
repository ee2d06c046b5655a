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

    static Step index(String digits) {
        return new Step(Kind.INDEX, "[" + digits + "]");
    }
}
