package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.Wish.Grant;
import io.github.klaviyospark.emulator.consent.Channel;
import io.github.klaviyospark.emulator.objects.IdentifierType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a request that subscribes or unsubscribes profiles; all of it must be right, or nothing of it is taken. */
final class SubscriptionBody {
    static final String POINTER = "/data/attributes/profiles/data/";

    private static final String HISTORICAL = "historical_import";
    private static final String CONSENTED_AT = "consented_at";
    private static final Set<String> PLATFORMS = Set.of("android", "ios");
    private static final Set<String> VENDORS = Set.of("apns", "fcm");
    private static final String[] TOKEN = {
        "token", "platform", "vendor", "enablement_status", "background", "device_metadata"
    };

    private final boolean subscribing;
    private final Holdings holdings;
    private final long now;
    private final Findings findings = new Findings();
    private boolean historical;

    SubscriptionBody(boolean subscribing, Holdings holdings, long now) {
        this.subscribing = subscribing;
        this.holdings = holdings;
        this.now = now;
    }

    Read read(Endpoint.Input input, String type, int most) throws Refusal {
        Shape data = Shape.document(input.document(), type).only("type", "attributes", "relationships");
        Shape attributes = subscribing
                ? data.object("attributes").only("custom_source", "profiles", HISTORICAL)
                : data.object("attributes").only("profiles");
        historical = subscribing && attributes.truth(HISTORICAL, false);
        String source = subscribing ? attributes.text("custom_source", null) : null;
        Shape profiles = attributes.object("profiles").only("data");
        List<Shape> items = profiles.objects("data");
        if (items.isEmpty() || items.size() > most) {
            throw Refusal.invalid(
                    "A request brings from 1 to " + most + " profiles, not " + items.size() + ".",
                    profiles.pointer("data"));
        }
        Optional<String> list = list(data, holdings, "list", "lists");
        List<Wish> wishes = new ArrayList<>();
        for (Shape item : items) {
            findings.check(() -> wishes.add(wish(item)));
        }
        findings.refuse();
        return new Read(wishes, list, historical, source, input.body().items("data", "attributes", "profiles", "data"));
    }

    /** The id in a relationship with one list or segment that is there; empty without such a relationship. */
    static Optional<String> list(Shape data, Holdings holdings, String name, String collection) throws Refusal {
        if (!data.has("relationships")) {
            return Optional.empty();
        }
        Shape relationships = data.object("relationships");
        if (!relationships.has(name)) {
            return Optional.empty();
        }
        Shape target = relationships
                .object(name)
                .only("data")
                .object("data")
                .type(name)
                .only("type", "id");
        String id = target.text("id");
        if (holdings.at(collection).find(id).isEmpty()) {
            throw Refusal.notFound("A " + name + " with id '" + id + "' does not exist.", target.pointer("id"));
        }
        return Optional.of(id);
    }

    private Wish wish(Shape item) throws Refusal {
        Shape profile = subscribing
                ? item.type("profile").only("type", "id", "attributes")
                : item.type("profile").only("type", "attributes");
        Shape attributes = subscribing
                ? profile.object("attributes").only("email", "phone_number", "subscriptions", "age_gated_date_of_birth")
                : profile.object("attributes").only("email", "phone_number", "subscriptions");
        if (subscribing) {
            checkBirth(attributes);
        }
        Map<ProfileKey, String> identifiers = identifiers(profile, attributes);
        Shape subscriptions = attributes
                .object("subscriptions")
                .only(Arrays.stream(Channel.values()).map(Channel::written).toArray(String[]::new));
        List<Grant> grants = new ArrayList<>();
        List<Map<String, Object>> tokens = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            if (subscriptions.has(channel.written())) {
                requireIdentifier(channel, identifiers, attributes);
                grants(subscriptions.object(channel.written()), channel, grants, tokens);
            }
        }
        if (grants.isEmpty()) {
            throw attributes.wrong("subscriptions", "an object with at least one channel");
        }
        return new Wish(identifiers, grants, tokens);
    }

    private Map<ProfileKey, String> identifiers(Shape profile, Shape attributes) throws Refusal {
        Map<ProfileKey, String> identifiers = new LinkedHashMap<>();
        if (subscribing && profile.has("id")) {
            String id = profile.text("id");
            Profile found = holdings.profiles()
                    .find(id)
                    .orElseThrow(() ->
                            Refusal.notFound("A profile with id '" + id + "' does not exist.", profile.pointer("id")));
            identifiers.put(ProfileKey.ID, id);
            identifiers.put(ProfileKey.EMAIL, found.email());
            identifiers.put(ProfileKey.PHONE_NUMBER, found.phoneNumber());
        }
        String email = attributes.text("email", null);
        if (email != null && (!IdentifierType.EMAIL.fits(email) || email.length() > ProfileBody.ADDRESS_CHARACTERS)) {
            throw attributes.wrong("email", "a valid email address");
        }
        String phone = attributes.text("phone_number", null);
        if (phone != null && !IdentifierType.PHONE.fits(phone)) {
            throw attributes.wrong("phone_number", "a phone number in E.164 format, such as +15005550006");
        }
        if (email != null) {
            identifiers.put(ProfileKey.EMAIL, email);
        }
        if (phone != null) {
            identifiers.put(ProfileKey.PHONE_NUMBER, phone);
        }
        identifiers.values().removeIf(value -> value == null);
        if (identifiers.isEmpty()) {
            throw Refusal.invalid(
                    "A profile needs one of: " + (subscribing ? "id, " : "") + "email, phone_number.",
                    profile.pointer("attributes"));
        }
        return identifiers;
    }

    private static void requireIdentifier(Channel channel, Map<ProfileKey, String> identifiers, Shape attributes)
            throws Refusal {
        ProfileKey key = channel.byPhone() ? ProfileKey.PHONE_NUMBER : ProfileKey.EMAIL;
        if (channel != Channel.PUSH && !identifiers.containsKey(key)) {
            throw Refusal.invalid(
                    "The channel '" + channel.written() + "' needs '" + key.field() + "'.",
                    attributes.pointer(key.field()));
        }
    }

    private void grants(Shape shape, Channel channel, List<Grant> grants, List<Map<String, Object>> tokens)
            throws Refusal {
        List<String> kinds = channel.kinds(subscribing);
        List<String> known = new ArrayList<>(kinds);
        if (channel == Channel.PUSH) {
            known.add("tokens");
            if (subscribing) {
                known.add("anonymous_id");
            }
        }
        shape.only(known.toArray(String[]::new));
        int before = grants.size();
        for (String kind : kinds) {
            if (shape.has(kind)) {
                grants.add(new Grant(channel, kind, consent(shape.object(kind), kind)));
            }
        }
        if (grants.size() == before) {
            throw Refusal.invalid(
                    "The channel '" + channel.written() + "' needs one of: " + String.join(", ", kinds) + ".",
                    shape.pointer(kinds.get(0)));
        }
        if (channel == Channel.PUSH && (shape.has("tokens") || !subscribing)) {
            for (Shape token : shape.objects("tokens")) {
                tokens.add(token(token));
            }
        }
    }

    private static Map<String, Object> token(Shape token) throws Refusal {
        token.only(TOKEN);
        token.text("token");
        if (!PLATFORMS.contains(token.text("platform"))) {
            throw token.wrong("platform", "one of: android, ios");
        }
        if (!VENDORS.contains(token.text("vendor"))) {
            throw token.wrong("vendor", "one of: apns, fcm");
        }
        return BodyValues.map(token.members(), token.pointer("token"));
    }

    /** When it was given; null for now. */
    private Long consent(Shape consent, String kind) throws Refusal {
        boolean dated = subscribing && !kind.equals("open_tracking");
        if (dated) {
            consent.only("consent", CONSENTED_AT);
        } else {
            consent.only("consent");
        }
        String wanted = subscribing ? "SUBSCRIBED" : "UNSUBSCRIBED";
        if (!consent.text("consent").equals(wanted)) {
            throw consent.wrong("consent", wanted);
        }
        if (!dated) {
            return null;
        }
        String text = consent.text(CONSENTED_AT, null);
        if (text == null) {
            if (historical) {
                throw consent.wrong(CONSENTED_AT, "a time in the past when historical_import is true");
            }
            return null;
        }
        if (!historical) {
            throw Refusal.invalid(
                    "'consented_at' is only allowed when historical_import is true.", consent.pointer(CONSENTED_AT));
        }
        try {
            long micros = Micros.parse(text);
            if (micros < now) {
                return micros;
            }
        } catch (DateTimeException e) {
            // A time that nobody can read is refused like one that is still to come.
        }
        throw consent.wrong(CONSENTED_AT, "a time in the past, such as 2026-01-05T10:00:00Z");
    }

    private static void checkBirth(Shape attributes) throws Refusal {
        String birth = attributes.text("age_gated_date_of_birth", null);
        try {
            if (birth != null) {
                LocalDate.parse(birth);
            }
        } catch (DateTimeException e) {
            throw attributes.wrong("age_gated_date_of_birth", "a date, such as 1990-12-31");
        }
    }

    /** A request that is in order. */
    record Read(List<Wish> wishes, Optional<String> list, boolean historical, String source, List<RawJson> sent) {}
}
