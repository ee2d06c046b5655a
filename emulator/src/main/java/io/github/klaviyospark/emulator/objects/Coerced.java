package io.github.klaviyospark.emulator.objects;

/**
 * What became of a value that is not null: another value, or a reason why there is none.
 *
 * @param value a string, a boolean or a {@code BigDecimal}; null exactly when there is a reason
 */
public record Coerced(Object value, Skip why) {
    static Coerced to(Object value) {
        return new Coerced(value, null);
    }

    static Coerced failed(Skip why) {
        return new Coerced(null, why);
    }

    /** Whether there is a value. */
    public boolean fits() {
        return why == null;
    }
}
