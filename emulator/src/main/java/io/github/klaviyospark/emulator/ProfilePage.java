package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The document that answers a reader of profiles. */
final class ProfilePage {
    static final String PATH = "/api/profiles";

    private static final int BYTES_PER_PROFILE = 4096;

    private final ProfileRequest request;
    private final String origin;
    private final JsonGenerator out;

    private ProfilePage(ProfileRequest request, String origin, JsonGenerator out) {
        this.request = request;
        this.origin = origin;
        this.out = out;
    }

    /** Writes the document; the last two links are null where they lead nowhere. */
    static byte[] write(
            ProfileRequest request, String origin, List<Profile> profiles, String self, String next, String previous) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_PER_PROFILE * (profiles.size() + 1));
        try (JsonGenerator out = ProfileJson.FACTORY.createGenerator(bytes)) {
            ProfilePage page = new ProfilePage(request, origin, out);
            out.writeStartObject();
            out.writeArrayFieldStart("data");
            for (Profile profile : profiles) {
                page.profile(profile);
            }
            out.writeEndArray();
            if (request.pushTokensIncluded() || request.conversationsIncluded()) {
                page.included(profiles);
            }
            out.writeObjectFieldStart("links");
            out.writeStringField("self", self);
            out.writeStringField("next", next);
            out.writeStringField("prev", previous);
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void profile(Profile profile) throws IOException {
        String self = origin + PATH + "/" + Query.encode(profile.id());
        out.writeStartObject();
        out.writeStringField("type", "profile");
        out.writeStringField("id", profile.id());
        out.writeFieldName("attributes");
        ProfileJson.attributes(out, profile, request.profile(), Micros::seconds);
        out.writeObjectFieldStart("relationships");
        relationship(self, "lists", null, List.of());
        relationship(self, "segments", null, List.of());
        relationship(
                self,
                ProfileRequest.PUSH_TOKENS,
                request.pushTokensIncluded() ? "push-token" : null,
                request.pushTokensIncluded() ? profile.pushTokens() : List.of());
        relationship(
                self,
                request.conversationName(),
                request.conversationsIncluded() ? "conversation" : null,
                request.conversationsIncluded() ? profile.conversations() : List.of());
        out.writeEndObject();
        selfLink(self);
        out.writeEndObject();
    }

    /** A null type leaves the data out. */
    private void relationship(String profile, String name, String type, List<Profile.Linked> linked)
            throws IOException {
        out.writeObjectFieldStart(name);
        if (type != null) {
            out.writeArrayFieldStart("data");
            for (Profile.Linked resource : linked) {
                identifier(type, resource.id());
            }
            out.writeEndArray();
        }
        links(profile, name);
        out.writeEndObject();
    }

    private void included(List<Profile> profiles) throws IOException {
        Set<String> written = new HashSet<>();
        out.writeArrayFieldStart("included");
        for (Profile profile : profiles) {
            if (request.pushTokensIncluded()) {
                for (Profile.Linked token : profile.pushTokens()) {
                    resource("push-token", "/api/push-tokens/", token, request.pushToken(), profile, written);
                }
            }
            if (request.conversationsIncluded()) {
                for (Profile.Linked conversation : profile.conversations()) {
                    resource(
                            "conversation",
                            "/api/conversations/",
                            conversation,
                            request.conversation(),
                            profile,
                            written);
                }
            }
        }
        out.writeEndArray();
    }

    private void resource(
            String type, String path, Profile.Linked resource, Selection wanted, Profile profile, Set<String> written)
            throws IOException {
        if (!written.add(type + " " + resource.id())) {
            return;
        }
        String self = origin + path + Query.encode(resource.id());
        out.writeStartObject();
        out.writeStringField("type", type);
        out.writeStringField("id", resource.id());
        out.writeFieldName("attributes");
        ProfileJson.value(out, resource.attributes(), wanted);
        out.writeObjectFieldStart("relationships");
        out.writeObjectFieldStart("profile");
        out.writeFieldName("data");
        identifier("profile", profile.id());
        links(self, "profile");
        out.writeEndObject();
        out.writeEndObject();
        selfLink(self);
        out.writeEndObject();
    }

    private void identifier(String type, String id) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", type);
        out.writeStringField("id", id);
        out.writeEndObject();
    }

    private void links(String resource, String relationship) throws IOException {
        out.writeObjectFieldStart("links");
        out.writeStringField("self", resource + "/relationships/" + relationship);
        out.writeStringField("related", resource + "/" + relationship);
        out.writeEndObject();
    }

    private void selfLink(String self) throws IOException {
        out.writeObjectFieldStart("links");
        out.writeStringField("self", self);
        out.writeEndObject();
    }
}
