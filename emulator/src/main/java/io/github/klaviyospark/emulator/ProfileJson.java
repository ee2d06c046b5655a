package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Profiles as JSON. */
final class ProfileJson {
    static final JsonFactory FACTORY = new JsonFactory();

    private static final Selection EVERYTHING = Selection.of(ProfileFields.PROFILE);

    private ProfileJson() {}

    /** All that is held, on one line, in the form that {@link ProfileLine} reads. */
    static String line(Profile profile) {
        StringWriter text = new StringWriter(4096);
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("id", profile.id());
            out.writeFieldName("attributes");
            attributes(out, profile, EVERYTHING, Micros::text);
            linked(out, "push-tokens", profile.pushTokens());
            linked(out, "conversations", profile.conversations());
            out.writeStringField("_kx", profile.kx());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void linked(JsonGenerator out, String name, List<Profile.Linked> resources) throws IOException {
        out.writeArrayFieldStart(name);
        for (Profile.Linked resource : resources) {
            out.writeStartObject();
            out.writeStringField("id", resource.id());
            out.writeFieldName("attributes");
            value(out, resource.attributes(), Selection.ALL);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** The attributes that are wanted, times spelled by {@code time}. */
    static void attributes(JsonGenerator out, Profile profile, Selection wanted, LongFunction<String> time)
            throws IOException {
        out.writeStartObject();
        attributeMembers(out, profile, wanted, time);
        out.writeEndObject();
    }

    /** The same inside of an object that has more. */
    static void attributeMembers(JsonGenerator out, Profile profile, Selection wanted, LongFunction<String> time)
            throws IOException {
        members(out, profile.basics(), wanted);
        time(out, "created", profile.created(), wanted, time);
        time(out, "updated", profile.updated(), wanted, time);
        time(out, "last_event_date", profile.lastEventDate(), wanted, time);
        Selection subscriptions = wanted.part(ProfileFields.SUBSCRIPTIONS);
        if (subscriptions != null) {
            out.writeFieldName(ProfileFields.SUBSCRIPTIONS);
            value(out, profile.subscriptions(), subscriptions);
        }
        Selection analytics = wanted.part(ProfileFields.PREDICTIVE_ANALYTICS);
        if (analytics != null) {
            out.writeFieldName(ProfileFields.PREDICTIVE_ANALYTICS);
            value(out, profile.predictiveAnalytics(), analytics);
        }
    }

    private static void time(
            JsonGenerator out, String name, Long micros, Selection wanted, LongFunction<String> spelling)
            throws IOException {
        if (wanted.part(name) != null) {
            out.writeStringField(name, micros == null ? null : spelling.apply(micros));
        }
    }

    static void value(JsonGenerator out, Object value, Selection wanted) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Integer number) {
            out.writeNumber(number);
        } else if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            out.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            out.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof List<?> items) {
            out.writeStartArray();
            for (Object item : items) {
                value(out, item, Selection.ALL);
            }
            out.writeEndArray();
        } else {
            out.writeStartObject();
            members(out, (Map<?, ?>) value, wanted);
            out.writeEndObject();
        }
    }

    private static void members(JsonGenerator out, Map<?, ?> members, Selection wanted) throws IOException {
        for (Map.Entry<?, ?> member : members.entrySet()) {
            Selection part = wanted.part((String) member.getKey());
            if (part != null) {
                out.writeFieldName((String) member.getKey());
                value(out, member.getValue(), part);
            }
        }
    }
}
