package io.github.klaviyospark.core.quota;

import java.io.Serializable;
import java.util.Objects;

/**
 * What is known of a quota before the server has said anything about it.
 *
 * @param limits those that are documented, or that the user gave
 * @param isGiven whether the user gave them; they are then never exceeded, also where the server grants more
 * @param part how much of the quota may be used, above 0 and at most 1; the rest is somebody else's
 */
public record QuotaTerms(QuotaLimits limits, boolean isGiven, double part) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Checks that the part is one. */
    public QuotaTerms {
        Objects.requireNonNull(limits, "limits");
        limits.times(part);
    }

    /** Documented limits, all of which may be used. */
    public static QuotaTerms documented(QuotaLimits limits) {
        return new QuotaTerms(limits, false, 1);
    }

    /** The same for somebody who has only a part of what is left here. */
    public QuotaTerms times(double other) {
        return new QuotaTerms(limits, isGiven, part * other);
    }

    /**
     * The limits to keep.
     *
     * @param granted what the server says it grants, or null when it has said nothing
     */
    QuotaLimits with(QuotaLimits granted) {
        return whole(granted).times(part);
    }

    /** What the server says takes the place of what is documented, unless it says less than that: one window of two. */
    private QuotaLimits whole(QuotaLimits granted) {
        if (granted == null) {
            return limits;
        }
        boolean saysAll = granted.windows().size() >= limits.windows().size();
        return isGiven || !saysAll ? limits.and(granted) : granted;
    }
}
