package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What requests with entries of subscriptions did, the form before 2023-07-15. Whoever reads one archive as both
 * resources must never get the same entry twice: people would be subscribed who left.
 */
final class OldConsent {

    static final String TYPE = "profile-subscription-bulk-create-job";

    /** The attribute with the entries. */
    static final String ENTRIES = "subscriptions";

    /** Where either request went; it decides whatever the body looks like. */
    private static final String SUBSCRIBING = "/profile-subscription-bulk-create-jobs";

    private static final List<String> UNSUBSCRIBING =
            List.of("/profile-unsubscription-bulk-create-jobs", "/profile-subscription-bulk-delete-jobs");

    /** What only those who agree say: whence, that it was long ago, when, and how old they are. */
    private static final List<String> OF_REQUEST = List.of("custom_source", "historical_import");

    private static final List<String> OF_ENTRY = List.of(SubscriptionRows.SINCE, SubscriptionRows.BIRTH);

    private OldConsent() {}

    /**
     * What a request did.
     *
     * @return {@link AmbiguousConsent#UNSAID} where it is another request, or has no entries
     * @throws AmbiguousConsentException when neither its path, nor its body, nor the user says it
     */
    static AmbiguousConsent of(ArchivedRequest request) {
        JsonNode attributes = request.data().path("attributes");
        List<JsonNode> entries = Payload.resources(attributes.path(ENTRIES));
        if (!Payload.isOf(request.data(), TYPE) || entries.isEmpty()) {
            return AmbiguousConsent.UNSAID;
        }
        if (UNSUBSCRIBING.stream().anyMatch(request::wentTo)) {
            return AmbiguousConsent.WITHDRAWN;
        }
        boolean isConsent = request.wentTo(SUBSCRIBING)
                || OF_REQUEST.stream().anyMatch(attributes::hasNonNull)
                || entries.stream().anyMatch(entry -> OF_ENTRY.stream().anyMatch(entry::hasNonNull));
        if (isConsent) {
            return AmbiguousConsent.GIVEN;
        }
        if (request.consent() == AmbiguousConsent.UNSAID) {
            throw new AmbiguousConsentException();
        }
        return request.consent();
    }
}
