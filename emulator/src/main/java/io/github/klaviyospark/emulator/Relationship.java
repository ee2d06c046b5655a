package io.github.klaviyospark.emulator;

/**
 * A relationship of one version of a schema.
 *
 * @param target the schema it leads to; null when it leads to profiles
 * @param description null when there is none
 */
record Relationship(String id, ObjectSchema target, String name, String description) {
    boolean isProfile() {
        return target == null;
    }
}
