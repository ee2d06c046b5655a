package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.Profile.Linked;
import io.github.klaviyospark.emulator.Profile.Suppression;
import io.github.klaviyospark.emulator.Wish.Grant;
import io.github.klaviyospark.emulator.consent.Channel;
import io.github.klaviyospark.emulator.consent.ConsentSheet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What becomes of profiles that are subscribed, unsubscribed, suppressed or not suppressed any more. */
final class Consents {
    static final String UNSUBSCRIBE = "UNSUBSCRIBE";
    static final String USER_SUPPRESSED = "USER_SUPPRESSED";

    /** Klaviyo's page says {@code SPAM_REPORT}; the reason that profiles show is the other one. */
    private static final Set<String> LIFTED = Set.of(UNSUBSCRIBE, USER_SUPPRESSED, "SPAM_REPORT", "SPAM_COMPLAINT");

    private final ProfileStore store;
    private final Holdings holdings;

    Consents(ProfileStore store, Holdings holdings) {
        this.store = store;
        this.holdings = holdings;
    }

    void subscribe(SubscriptionBody.Read request, long now) {
        Set<String> subscribed = store.change(draft -> {
            Set<String> ids = new LinkedHashSet<>();
            for (Wish wish : request.wishes()) {
                Optional<Profile> found = found(wish, draft);
                // Who is asked to confirm and never does is not there at all.
                if (found.isPresent() || request.list().isPresent() || request.historical()) {
                    LoadedProfile profile = draft.apply(change(wish), found.orElse(null), now);
                    draft.put(subscribed(profile, wish, request, now));
                    ids.add(profile.id());
                }
            }
            return ids;
        });
        request.list().ifPresent(list -> holdings.join(list, subscribed, now));
    }

    /** Who is a member of the list leaves it; everybody else is unsubscribed from all of the channel. */
    void unsubscribe(SubscriptionBody.Read request, long now) {
        Set<String> left = store.change(draft -> {
            Set<String> ids = new LinkedHashSet<>();
            for (Wish wish : request.wishes()) {
                found(wish, draft).ifPresent(profile -> {
                    Optional<String> list = request.list()
                            .filter(id -> holdings.isMember(id, profile.id()))
                            .filter(id -> wish.toEmail());
                    draft.put(unsubscribed(profile, wish, list, now));
                    list.ifPresent(id -> ids.add(profile.id()));
                });
            }
            return ids;
        });
        request.list().ifPresent(list -> holdings.leave(list, left));
    }

    private static Optional<Profile> found(Wish wish, ProfileDraft draft) {
        return draft.find(change(wish));
    }

    private static ProfileChange change(Wish wish) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        wish.identifiers().forEach((key, value) -> {
            if (key != ProfileKey.ID) {
                attributes.put(key.field(), value);
            }
        });
        return new ProfileChange(
                wish.identifiers(), null, attributes, Map.of(), Map.of(), Map.of(), Map.of(), List.of());
    }

    private static LoadedProfile subscribed(Profile profile, Wish wish, SubscriptionBody.Read request, long now) {
        ConsentSheet sheet = ConsentSheet.of(profile.subscriptions());
        for (Grant grant : wish.grants()) {
            long given = grant.consentedAt() == null ? now : grant.consentedAt();
            sheet.set(grant.channel(), grant.kind(), true, Micros.text(given), Micros.text(now), request.source());
        }
        List<Suppression> suppressions = new ArrayList<>(profile.suppressions());
        List<Suppression> ofLists = new ArrayList<>(profile.listSuppressions());
        if (wish.toEmail()) {
            suppressions.removeIf(suppression -> LIFTED.contains(suppression.reason()));
            ofLists.removeIf(suppression ->
                    request.list().filter(suppression.listId()::equals).isPresent()
                            && LIFTED.contains(suppression.reason()));
        }
        List<Linked> tokens = new ArrayList<>(profile.pushTokens());
        for (Map<String, Object> token : wish.tokens()) {
            tokens.removeIf(held -> token.get("token").equals(held.attributes().get("token")));
            tokens.add(token(token, now));
        }
        return with(profile, sheet, suppressions, ofLists, tokens, now);
    }

    private static LoadedProfile unsubscribed(Profile profile, Wish wish, Optional<String> list, long now) {
        ConsentSheet sheet = ConsentSheet.of(profile.subscriptions());
        List<Suppression> suppressions = new ArrayList<>(profile.suppressions());
        List<Suppression> ofLists = new ArrayList<>(profile.listSuppressions());
        for (Grant grant : wish.grants()) {
            boolean newsletters = grant.channel() == Channel.EMAIL && Wish.isMarketing(grant);
            if (newsletters && list.isPresent()) {
                ofLists.removeIf(suppression -> suppression.listId().equals(list.get())
                        && suppression.reason().equals(UNSUBSCRIBE));
                ofLists.add(new Suppression(list.get(), UNSUBSCRIBE, now));
                continue;
            }
            sheet.set(grant.channel(), grant.kind(), false, Micros.text(now), Micros.text(now), null);
            if (newsletters && !has(suppressions, UNSUBSCRIBE)) {
                suppressions.add(new Suppression(null, UNSUBSCRIBE, now));
            }
        }
        List<Linked> tokens = new ArrayList<>(profile.pushTokens());
        wish.tokens()
                .forEach(token -> tokens.removeIf(
                        held -> token.get("token").equals(held.attributes().get("token"))));
        return with(profile, sheet, suppressions, ofLists, tokens, now);
    }

    /** The profile with one suppression more; empty when it has that already. */
    static Optional<LoadedProfile> suppressed(Profile profile, long now) {
        if (has(profile.suppressions(), USER_SUPPRESSED)) {
            return Optional.empty();
        }
        List<Suppression> suppressions = new ArrayList<>(profile.suppressions());
        suppressions.add(new Suppression(null, USER_SUPPRESSED, now));
        return Optional.of(with(profile, suppressions, now));
    }

    /** The profile without the suppressions that a user made; empty when it has none. Others stay. */
    static Optional<LoadedProfile> unsuppressed(Profile profile, long now) {
        if (!has(profile.suppressions(), USER_SUPPRESSED)) {
            return Optional.empty();
        }
        List<Suppression> suppressions = new ArrayList<>(profile.suppressions());
        suppressions.removeIf(suppression -> suppression.reason().equals(USER_SUPPRESSED));
        return Optional.of(with(profile, suppressions, now));
    }

    private static boolean has(List<Suppression> suppressions, String reason) {
        return suppressions.stream()
                .anyMatch(suppression -> suppression.reason().equals(reason));
    }

    private static LoadedProfile with(Profile profile, List<Suppression> suppressions, long now) {
        return with(
                profile,
                ConsentSheet.of(profile.subscriptions()),
                suppressions,
                profile.listSuppressions(),
                profile.pushTokens(),
                now);
    }

    private static LoadedProfile with(
            Profile profile,
            ConsentSheet sheet,
            List<Suppression> suppressions,
            List<Suppression> ofLists,
            List<Linked> tokens,
            long now) {
        sheet.suppressed(SeededConsent.json(suppressions), SeededConsent.json(ofLists));
        return new LoadedProfile(
                profile.id(),
                profile.created(),
                Math.max(profile.updated(), now),
                profile.lastEventDate(),
                profile.kx(),
                List.copyOf(suppressions),
                List.copyOf(ofLists),
                profile.basics(),
                sheet.shown(),
                profile.predictiveAnalytics(),
                List.copyOf(tokens),
                profile.conversations());
    }

    private static Linked token(Map<String, Object> sent, long now) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("created", Micros.text(now));
        attributes.put("token", sent.get("token"));
        attributes.put("enablement_status", sent.getOrDefault("enablement_status", "AUTHORIZED"));
        attributes.put("platform", sent.get("platform"));
        attributes.put("vendor", sent.get("vendor").equals("apns") ? "APNs" : "FCM");
        attributes.put("background", sent.getOrDefault("background", "AVAILABLE"));
        attributes.put("recorded_date", Micros.text(now));
        attributes.put("metadata", sent.get("device_metadata"));
        String id = Integer.toHexString(sent.get("token").hashCode()).toLowerCase(Locale.ROOT);
        return new Linked("push-" + id, attributes);
    }
}
