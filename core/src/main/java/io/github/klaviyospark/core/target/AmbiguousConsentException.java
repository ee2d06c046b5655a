package io.github.klaviyospark.core.target;

/** A request may have noted consent or taken it back, and nobody said which. The message holds nothing of it. */
public final class AmbiguousConsentException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    AmbiguousConsentException() {
        super(
                "Its type and its entries are those of subscriptions before 2023-07-15, and of unsubscriptions as Klaviyo's"
                        + " guide shows them.");
    }
}
