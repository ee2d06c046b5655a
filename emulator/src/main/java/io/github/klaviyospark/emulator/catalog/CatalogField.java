package io.github.klaviyospark.emulator.catalog;

/**
 * An attribute that can be written.
 *
 * @param required whether a new resource must have it
 */
public record CatalogField(String name, Kind kind, boolean required) {
    /** What values an attribute takes. */
    public enum Kind {
        TEXT,
        TEXTS,
        NUMBER,
        BOOLEAN,
        /** One of 0, 1 and 2. */
        POLICY,
        /** An object whose members are neither objects nor lists. */
        FLAT
    }
}
