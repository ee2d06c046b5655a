package io.github.klaviyospark.emulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a reader of profiles asks for.
 *
 * @param conversationName what conversations are called in {@code include} and {@code relationships}
 * @param owner which cursors belong to this request
 */
record ProfileRequest(
        Selection profile,
        Selection pushToken,
        Selection conversation,
        String conversationName,
        boolean pushTokensIncluded,
        boolean conversationsIncluded,
        ProfileSort sort,
        ProfileFilter filter,
        int size,
        String owner,
        Optional<Cursor> cursor) {
    static final String ADDITIONAL = "additional-fields[profile]";
    static final String CURSOR = "page[cursor]";
    static final String PUSH_TOKENS = "push-tokens";

    static final Set<String> PARAMETERS = Set.of(
            ADDITIONAL,
            "fields[conversation]",
            "fields[profile]",
            "fields[push-token]",
            "filter",
            "include",
            CURSOR,
            "page[size]",
            "sort");

    private static final Set<String> OPTIONAL_FIELDS =
            Set.of(ProfileFields.SUBSCRIPTIONS, ProfileFields.PREDICTIVE_ANALYTICS);
    private static final String PLURAL_SINCE = "2026-07-15";
    private static final int PAGE = 20;
    private static final int MOST_PER_PAGE = 100;

    static ProfileRequest read(Call call, Query query, Instant now) throws Refusal {
        String revision = call.header("revision").orElse(PLURAL_SINCE);
        boolean plural = revision.substring(0, PLURAL_SINCE.length()).compareTo(PLURAL_SINCE) >= 0;
        String conversationName = plural ? "conversations" : "conversation";
        Set<String> included = query.list("include", Set.of(PUSH_TOKENS, conversationName), "relationship to include");
        Set<String> additional = query.list(ADDITIONAL, OPTIONAL_FIELDS, "additional field");
        Selection profile = Selection.of(query.fields("profile", ProfileFields.PROFILE));
        for (String name : OPTIONAL_FIELDS) {
            profile = additional.contains(name) ? profile : profile.without(name);
        }
        Selection pushToken = Selection.of(query.fields("push-token", ProfileFields.PUSH_TOKEN));
        Selection conversation = Selection.of(query.fields("conversation", ProfileFields.CONVERSATION));
        ProfileSort sort = sort(query);
        int size = query.number("page[size]", PAGE, MOST_PER_PAGE);
        ProfileFilter filter = filter(query, now);
        String owner = owner(query, size);
        Optional<String> cursor = query.value(CURSOR);
        return new ProfileRequest(
                profile,
                pushToken,
                conversation,
                conversationName,
                included.contains(PUSH_TOKENS),
                included.contains(conversationName),
                sort,
                filter,
                size,
                owner,
                cursor.isPresent() ? Optional.of(Cursor.parse(cursor.get(), owner, sort::hasKey)) : Optional.empty());
    }

    private static ProfileSort sort(Query query) throws Refusal {
        String name = query.value("sort").orElse("id");
        ProfileSort sort = ProfileSort.ALL.get(name);
        if (sort == null) {
            throw Refusal.invalidParameter(
                    "'" + name
                            + "' is not a sortable field for this resource. The sortable fields on this resource are: "
                            + String.join(", ", ProfileSort.ALL.keySet()),
                    "sort");
        }
        return sort;
    }

    private static ProfileFilter filter(Query query, Instant now) throws Refusal {
        Optional<String> text = query.value("filter");
        if (text.isEmpty() || query.hasPlus("filter")) {
            // A plus sign that should have been %2B makes Klaviyo answer as if there were no filter.
            return ProfileFilter.NONE;
        }
        return ProfileFilter.parse(text.get(), Micros.of(now));
    }

    private static String owner(Query query, int size) {
        List<String> parts = new ArrayList<>();
        for (String name : new TreeSet<>(PARAMETERS)) {
            switch (name) {
                case CURSOR -> {}
                case "page[size]" -> parts.add(Integer.toString(size));
                default -> parts.add(query.value(name).orElse(null));
            }
        }
        parts.add(query.hasPlus("filter") ? "+" : "");
        return Cursor.owner(parts);
    }
}
