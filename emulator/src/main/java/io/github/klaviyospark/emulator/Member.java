package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.Resource;
import java.util.List;
import java.util.function.Supplier;

/** A profile as a member of a list or a segment. */
final class Member implements Resource {
    static final String JOINED = "joined_group_at";

    private final String id;
    /** Null where nobody asks when. */
    private final Long joined;

    private final Supplier<Profile> profile;

    Member(String id, Long joined, Supplier<Profile> profile) {
        this.id = id;
        this.joined = joined;
        this.profile = profile;
    }

    Profile profile() {
        return profile.get();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Object value(String attribute) {
        return switch (attribute) {
            case JOINED -> joined;
            case "email" -> profile().email();
            case "phone_number" -> profile().phoneNumber();
            case "_kx" -> profile().kx();
            case "push_token" ->
                profile().pushTokens().stream()
                        .map(token -> token.attributes().get("token"))
                        .toList();
            default -> null;
        };
    }

    @Override
    public List<String> related(String relationship) {
        return List.of();
    }
}
