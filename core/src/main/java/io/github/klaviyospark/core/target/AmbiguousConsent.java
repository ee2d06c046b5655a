package io.github.klaviyospark.core.target;

/**
 * What the requests of an archive did that have the type of subscriptions and entries. Before 2023-07-15 people were
 * subscribed so, and Klaviyo's guide for that revision shows the same body as one that unsubscribed them: the body alone
 * does not say which.
 */
public enum AmbiguousConsent {
    /** Nobody said it, so such a request is not read. */
    UNSAID,
    /** They are subscriptions. */
    GIVEN,
    /** They are unsubscriptions. */
    WITHDRAWN
}
