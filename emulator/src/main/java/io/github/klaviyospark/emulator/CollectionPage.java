package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.collections.Table;
import io.github.klaviyospark.emulator.collections.Table.Attribute;
import io.github.klaviyospark.emulator.collections.Table.Relationship;
import io.github.klaviyospark.emulator.collections.Table.Shown;
import io.github.klaviyospark.emulator.collections.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The document that answers a reader of a collection. */
final class CollectionPage {
    private static final int BYTES_PER_RESOURCE = 1024;

    private final CollectionRequest request;
    private final Holdings holdings;
    private final String origin;
    private final JsonGenerator out;

    private CollectionPage(CollectionRequest request, Holdings holdings, String origin, JsonGenerator out) {
        this.request = request;
        this.holdings = holdings;
        this.origin = origin;
        this.out = out;
    }

    static byte[] write(
            CollectionRequest request, Holdings holdings, Endpoint.Input input, PageWindow<Resource> resources) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(
                BYTES_PER_RESOURCE * (resources.shown().size() + 1));
        try (JsonGenerator out = ProfileJson.FACTORY.createGenerator(bytes)) {
            String origin = input.call().origin();
            CollectionPage page = new CollectionPage(request, holdings, origin, out);
            out.writeStartObject();
            out.writeArrayFieldStart("data");
            for (Resource resource : resources.shown()) {
                page.resource(request.table(), resource, request.included());
            }
            out.writeEndArray();
            if (!request.included().isEmpty()) {
                page.included(resources.shown());
            }
            out.writeObjectFieldStart("links");
            out.writeStringField("self", origin + input.call().target());
            out.writeStringField("next", resources.nextLink(input, request.owner()));
            out.writeStringField("prev", resources.previousLink(input, request.owner()));
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A document with one resource in the place of a page. */
    static Answer one(
            int status, CollectionRequest request, Holdings holdings, Endpoint.Input input, Resource resource) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_PER_RESOURCE);
        try (JsonGenerator out = ProfileJson.FACTORY.createGenerator(bytes)) {
            String origin = input.call().origin();
            CollectionPage page = new CollectionPage(request, holdings, origin, out);
            out.writeStartObject();
            out.writeFieldName("data");
            page.resource(request.table(), resource, request.included());
            if (!request.included().isEmpty()) {
                page.included(List.of(resource));
            }
            out.writeObjectFieldStart("links");
            out.writeStringField("self", page.self(request.table().path(), resource.id()));
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.written(status, bytes.toByteArray());
    }

    /** The document that answers a reader of what a resource has one of; old revisions list it. */
    static Answer only(CollectionRequest request, Holdings holdings, Endpoint.Input input, Resource resource) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_PER_RESOURCE);
        try (JsonGenerator out = ProfileJson.FACTORY.createGenerator(bytes)) {
            String origin = input.call().origin();
            out.writeStartObject();
            out.writeFieldName("data");
            if (request.old()) {
                out.writeStartArray();
            }
            new CollectionPage(request, holdings, origin, out).resource(request.table(), resource, List.of());
            if (request.old()) {
                out.writeEndArray();
            }
            out.writeObjectFieldStart("links");
            out.writeStringField("self", origin + input.call().target());
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.page(bytes.toByteArray(), 1);
    }

    /** A document with a resource of another kind, and with resources of a collection that belong to it. */
    static Answer beside(
            Map<String, Object> resource,
            CollectionRequest request,
            Holdings holdings,
            String origin,
            List<Resource> included) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_PER_RESOURCE * (included.size() + 1));
        try (JsonGenerator out = ProfileJson.FACTORY.createGenerator(bytes)) {
            CollectionPage page = new CollectionPage(request, holdings, origin, out);
            out.writeStartObject();
            out.writeFieldName("data");
            ProfileJson.value(out, resource, Selection.ALL);
            out.writeArrayFieldStart("included");
            for (Resource each : included) {
                page.resource(request.table(), each, List.of());
            }
            out.writeEndArray();
            out.writeFieldName("links");
            ProfileJson.value(out, resource.get("links"), Selection.ALL);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.written(200, bytes.toByteArray());
    }

    private void included(List<Resource> resources) throws IOException {
        Set<String> written = new HashSet<>();
        out.writeArrayFieldStart("included");
        for (Resource resource : resources) {
            for (Relationship relationship : request.included()) {
                if (relationship.type().equals(CollectionRequest.PROFILE)) {
                    for (String id : holdings.related(request.table(), relationship, resource)) {
                        if (written.add(relationship.type() + " " + id)) {
                            profile(holdings.profiles().find(id).orElseThrow(), null);
                        }
                    }
                } else {
                    for (Resource other : holdings.resources(request.table(), relationship, resource)) {
                        if (written.add(relationship.type() + " " + other.id())) {
                            resource(Tables.of(relationship.target()), other, List.of());
                        }
                    }
                }
            }
        }
        out.writeEndArray();
    }

    private void resource(Table table, Resource resource, List<Relationship> included) throws IOException {
        if (resource instanceof Member member) {
            profile(member.profile(), (Long) member.value(Member.JOINED));
            return;
        }
        String self = self(table.path().substring(table.path().lastIndexOf('/') + 1), resource.id());
        head(table.type(), resource.id());
        if (!table.attributes().isEmpty()) {
            out.writeObjectFieldStart("attributes");
            attributes(table, resource, request.fields().get(table.type()));
            out.writeEndObject();
        }
        if (!table.relationships().isEmpty()) {
            out.writeObjectFieldStart("relationships");
            for (Relationship relationship : table.relationships().values()) {
                relationship(table, resource, relationship, self, included.contains(relationship));
            }
            out.writeEndObject();
        }
        if (table.linked()) {
            tail(self);
        } else {
            out.writeEndObject();
        }
    }

    private void attributes(Table table, Resource resource, Selection wanted) throws IOException {
        for (Attribute attribute : table.attributes().values()) {
            Selection part = attribute.hidden() ? null : wanted.part(attribute.name());
            if (part != null) {
                Object value = resource.value(attribute.name());
                if (request.old() && OldShape.replaces(table, attribute)) {
                    OldShape.replacement(out, table, resource, value, part, holdings);
                } else {
                    out.writeFieldName(attribute.name());
                    ProfileJson.value(out, shown(attribute, value), part);
                }
            }
        }
        if (request.old()) {
            OldShape.ids(out, table, resource, holdings);
        }
    }

    private static Object shown(Attribute attribute, Object value) {
        if (value == null) {
            return null;
        }
        return switch (attribute.kind()) {
            case SECONDS -> Micros.seconds((Long) value);
            case MILLIS -> Micros.text((Long) value / 1000 * 1000);
            case MICROS -> Micros.text((Long) value);
            case EPOCH -> Math.floorDiv((Long) value, Micros.SECOND);
            default -> value;
        };
    }

    private void relationship(Table table, Resource resource, Relationship relationship, String self, boolean included)
            throws IOException {
        boolean old = request.old();
        if (relationship.shown() == Shown.HIDDEN || (old && OldShape.omits(table, relationship))) {
            return;
        }
        String name = old ? OldShape.relationship(table, relationship.name()) : relationship.name();
        boolean many = relationship.many() || (old && OldShape.isPlural(table, relationship));
        out.writeObjectFieldStart(name);
        if (included || relationship.shown() == Shown.ALWAYS) {
            List<String> ids = holdings.related(table, relationship, resource);
            if (many) {
                out.writeArrayFieldStart("data");
                for (String id : ids) {
                    identifier(relationship.type(), id);
                }
                out.writeEndArray();
            } else if (!ids.isEmpty()) {
                out.writeFieldName("data");
                identifier(relationship.type(), ids.get(0));
            }
        }
        if (relationship.linked()) {
            links(self, name);
        } else {
            out.writeObjectFieldStart("links");
            out.writeStringField("related", self + "/" + name);
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /** A null time leaves out when it became a member. */
    private void profile(Profile profile, Long joined) throws IOException {
        Selection wanted = request.fields().get(CollectionRequest.PROFILE);
        String self = self(Holdings.PROFILES, profile.id());
        head(CollectionRequest.PROFILE, profile.id());
        out.writeObjectFieldStart("attributes");
        ProfileJson.attributeMembers(out, profile, wanted, Micros::seconds);
        if (joined != null && wanted.part(Member.JOINED) != null) {
            out.writeStringField(Member.JOINED, Micros.seconds(joined));
        }
        out.writeEndObject();
        out.writeObjectFieldStart("relationships");
        for (String name : List.of("lists", "segments", ProfileRequest.PUSH_TOKENS)) {
            out.writeObjectFieldStart(name);
            links(self, name);
            out.writeEndObject();
        }
        out.writeEndObject();
        tail(self);
    }

    private String self(String collection, String id) {
        return origin + "/api/" + collection + "/" + Query.encode(id);
    }

    private void head(String type, String id) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", type);
        out.writeStringField("id", id);
    }

    private void tail(String self) throws IOException {
        out.writeObjectFieldStart("links");
        out.writeStringField("self", self);
        out.writeEndObject();
        out.writeEndObject();
    }

    private void identifier(String type, String id) throws IOException {
        head(type, id);
        out.writeEndObject();
    }

    private void links(String resource, String relationship) throws IOException {
        out.writeObjectFieldStart("links");
        out.writeStringField("self", resource + "/relationships/" + relationship);
        out.writeStringField("related", resource + "/" + relationship);
        out.writeEndObject();
    }
}
