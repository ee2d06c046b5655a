package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.Tags.GROUP;
import static io.github.klaviyospark.emulator.Tags.GROUPS;
import static io.github.klaviyospark.emulator.Tags.TAGS;

import io.github.klaviyospark.emulator.Tags.Target;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.collections.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes, shows, renames and deletes tags and tag groups, and puts tags on other resources. */
final class TagEndpoints {
    private static final String LIMITS = "3/1s,60/1m";
    private static final String TAG = "tag";
    private static final String NAME = "name";
    private static final String TAG_PATH = "/api/tags";
    private static final String GROUP_PATH = "/api/tag-groups";

    private final Tags tags;
    private final Holdings holdings;
    private final TimeSource time;

    TagEndpoints(Tags tags, Holdings holdings, TimeSource time) {
        this.tags = tags;
        this.holdings = holdings;
        this.time = time;
    }

    List<Route> routes() {
        String fields = "fields[tag]";
        String groupFields = "fields[tag-group]";
        List<Route> routes = new ArrayList<>(List.of(
                route("POST " + TAG_PATH, Set.of(fields), this::create),
                Routes.route(
                        "GET " + TAG_PATH + "/{id}", LIMITS, 0, Set.of(fields, groupFields, "include"), this::read),
                Routes.route("GET " + TAG_PATH + "/{id}/" + GROUP, LIMITS, 0, Set.of(groupFields), this::groupOf),
                route("PATCH " + TAG_PATH + "/{id}", Set.of(), this::update),
                Routes.route("DELETE " + TAG_PATH + "/{id}", LIMITS, 0, Set.of(), this::delete),
                route("POST " + GROUP_PATH, Set.of(groupFields), this::createGroup),
                route("PATCH " + GROUP_PATH + "/{id}", Set.of(), this::updateGroup),
                Routes.route("DELETE " + GROUP_PATH + "/{id}", LIMITS, 0, Set.of(), this::deleteGroup)));
        Tags.TAGGED.forEach((path, type) -> {
            String template = TAG_PATH + "/{id}/relationships/" + path;
            routes.add(Routes.route("GET " + template, LIMITS, 0, Set.of(), input -> tagged(input, path, type)));
            routes.add(route("POST " + template, Set.of(), input -> {
                tags.put(input.id(), path, targets(input, type));
                return Answer.noContent(0);
            }));
            routes.add(route("DELETE " + template, Set.of(), input -> {
                tags.take(input.id(), path, targets(input, type));
                return Answer.noContent(0);
            }));
        });
        return routes;
    }

    private static Route route(String operation, Set<String> parameters, Endpoint endpoint) {
        return Routes.route(operation, LIMITS, Routes.BODY_BYTES, parameters, endpoint);
    }

    private Answer create(Endpoint.Input input) throws Refusal {
        CollectionRequest request = request(TAGS, input);
        Shape data = Shape.document(input.document(), TAG).only("type", "attributes", "relationships");
        String name = name(data.object("attributes").only(NAME));
        String group = null;
        String pointer = data.pointer("relationships");
        if (data.has("relationships")
                && data.object("relationships").only(GROUP).has(GROUP)) {
            Shape relationship = data.object("relationships").object(GROUP).only("data");
            if (relationship.has("data")) {
                Shape named = relationship.object("data").type(GROUP).only("type", "id");
                group = named.text("id");
                pointer = named.pointer("id");
            }
        }
        return CollectionPage.one(201, request, holdings, input, tags.create(name, group, pointer));
    }

    private Answer read(Endpoint.Input input) throws Refusal {
        Resource tag = tags.tag(input.id());
        return CollectionPage.one(200, request(TAGS, input), holdings, input, tag);
    }

    private Answer groupOf(Endpoint.Input input) throws Refusal {
        Resource group = tags.groupOf(input.id());
        return CollectionPage.only(request(GROUPS, input), holdings, input, group);
    }

    private Answer update(Endpoint.Input input) throws Refusal {
        tags.tag(input.id());
        tags.rename(input.id(), name(resource(input, TAG).only(NAME)));
        return Answer.noContent(0);
    }

    private Answer delete(Endpoint.Input input) throws Refusal {
        tags.delete(input.id());
        return Answer.noContent(0);
    }

    private Answer createGroup(Endpoint.Input input) throws Refusal {
        CollectionRequest request = request(GROUPS, input);
        Shape attributes = Shape.document(input.document(), GROUP)
                .only("type", "attributes")
                .object("attributes")
                .only(NAME, "exclusive");
        Resource group = tags.createGroup(name(attributes), attributes.truth("exclusive", false));
        return CollectionPage.one(201, request, holdings, input, group);
    }

    private Answer updateGroup(Endpoint.Input input) throws Refusal {
        Shape attributes = resource(input, GROUP).only(NAME, "return_fields");
        if (attributes.has("return_fields")) {
            // The answer has no body in which they could be returned.
            attributes.texts("return_fields");
        }
        tags.renameGroup(input.id(), name(attributes));
        return Answer.noContent(0);
    }

    private Answer deleteGroup(Endpoint.Input input) throws Refusal {
        tags.deleteGroup(input.id());
        return Answer.noContent(0);
    }

    private Answer tagged(Endpoint.Input input, String path, String type) throws Refusal {
        List<Map<String, Object>> identifiers = tags.tagged(path, input.id()).stream()
                .map(id -> Documents.identifier(type, id))
                .toList();
        return Documents.list(input, identifiers, null, null);
    }

    private CollectionRequest request(String path, Endpoint.Input input) throws Refusal {
        return CollectionRequest.read(Tables.of(path), input, holdings, Micros.of(time.wall()));
    }

    /** The attributes of a resource that must be the one in the path. */
    private static Shape resource(Endpoint.Input input, String type) throws Refusal {
        Shape data = Shape.document(input.document(), type).only("type", "id", "attributes");
        if (!data.text("id").equals(input.id())) {
            throw Refusal.invalid("'id' must be that of the path, '" + input.id() + "'.", data.pointer("id"));
        }
        return data.object("attributes");
    }

    private static String name(Shape attributes) throws Refusal {
        String name = attributes.text(NAME);
        if (name.isBlank()) {
            throw attributes.wrong(NAME, "a string that is not blank");
        }
        return name;
    }

    private static List<Target> targets(Endpoint.Input input, String type) throws Refusal {
        List<Target> targets = new ArrayList<>();
        for (Shape item : Shape.documents(input.document(), type)) {
            targets.add(new Target(item.only("type", "id").text("id"), item.pointer("id")));
        }
        return targets;
    }
}
