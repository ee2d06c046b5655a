package io.github.klaviyospark.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Filters against an evaluation written once more here, over what the emulator says it holds. */
final class ProfileFilterPropertyTest {
    private static final String MARKETING = "subscriptions.email.marketing.";
    private static final List<String> KEYS = List.of("id", "email", "phone_number", "external_id", "_kx");

    private static KlaviyoEmulator emulator;
    private static ProfileReader reader;
    private static List<JsonNode> held;

    @BeforeContainer
    static void start() {
        emulator = KlaviyoEmulator.builder().quotas(false).seed(5).profiles(400).start();
        reader = new ProfileReader(new ApiClient(emulator.endpoint()));
        emulator.addProfiles(List.of(
                "{\"attributes\":{\"email\":\"Same@X.example.net\",\"external_id\":\"a\\\"b\\\\c'd\"}}",
                "{\"attributes\":{\"email\":\"same@x.EXAMPLE.net\",\"external_id\":\"A\\\"B\"}}"));
        held = emulator.profiles().map(ApiClient::json).toList();
    }

    @AfterContainer
    static void stop() {
        emulator.close();
    }

    @Property(tries = 400)
    void aFilterLeavesExactlyWhatPasses(@ForAll Random random) {
        List<String> parts = new ArrayList<>();
        Predicate<JsonNode> passes = profile -> true;
        for (String field : List.of("created", "updated")) {
            for (String operator : List.of("greater-than", "less-than")) {
                if (random.nextInt(3) == 0) {
                    String bound =
                            pick(random).at("/attributes/" + field).textValue().substring(0, 19);
                    parts.add(operator + "(" + field + "," + bound + (random.nextBoolean() ? "Z" : "+00:00") + ")");
                    passes = passes.and(profile ->
                            holds(operator, profile.at("/attributes/" + field).textValue(), bound + ".000000+00:00"));
                }
            }
        }
        if (random.nextInt(2) == 0) {
            String field = KEYS.get(random.nextInt(KEYS.size()));
            boolean list = !field.equals("_kx") && random.nextBoolean();
            List<String> values = new ArrayList<>();
            for (int i = list ? 1 + random.nextInt(30) : 1; i > 0; i--) {
                String value = value(pick(random), field);
                values.add(value == null ? "none" : random.nextInt(4) == 0 ? value.toUpperCase(Locale.ROOT) : value);
            }
            char quote = random.nextBoolean() ? '"' : '\'';
            String joined = values.stream().map(value -> quoted(value, quote)).collect(Collectors.joining(","));
            String operator = list && random.nextBoolean() ? "any" : "equals";
            parts.add(operator + "(" + field + "," + (list ? "[" + joined + "]" : joined) + ")");
            passes =
                    passes.and(profile -> values.stream().anyMatch(value -> same(field, value, value(profile, field))));
        }
        passes = passes.and(suppression(random, parts));
        String filter = parts.size() > 1 && random.nextBoolean()
                ? "and(" + String.join(",", parts) + ")"
                : String.join(",", parts);
        List<String> expected = held.stream()
                .filter(passes)
                .map(profile -> profile.at("/id").textValue())
                .toList();
        List<String> ids =
                parts.isEmpty() ? reader.ids("page[size]", "100") : reader.ids("page[size]", "60", "filter", filter);

        assertThat(ids).as(filter).isEqualTo(expected);
    }

    private static Predicate<JsonNode> suppression(Random random, List<String> parts) {
        boolean lists = random.nextBoolean();
        String kind = lists ? "list_suppressions" : "suppression";
        String path = "/attributes/subscriptions/email/marketing/" + kind;
        JsonNode model = pick(random).at(path + "/0");
        if (model.isMissingNode()) {
            return profile -> true;
        }
        Predicate<JsonNode> one = suppression -> true;
        if (lists) {
            parts.add("equals(" + MARKETING + kind + ".list_id," + model.at("/list_id") + ")");
            one = one.and(suppression -> suppression.at("/list_id").equals(model.at("/list_id")));
        }
        if (!lists || random.nextBoolean()) {
            parts.add("equals(" + MARKETING + kind + ".reason," + model.at("/reason") + ")");
            one = one.and(suppression -> suppression.at("/reason").equals(model.at("/reason")));
        }
        if (random.nextBoolean()) {
            String operator = List.of("greater-than", "greater-or-equal", "less-than", "less-or-equal")
                    .get(random.nextInt(4));
            String bound = model.at("/timestamp").textValue().substring(0, 19);
            parts.add(operator + "(" + MARKETING + kind + ".timestamp," + bound + "Z)");
            one = one.and(
                    suppression -> holds(operator, suppression.at("/timestamp").textValue(), bound + ".000000+00:00"));
        }
        Predicate<JsonNode> all = one;
        return profile -> {
            for (JsonNode suppression : profile.at(path)) {
                if (all.test(suppression)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static JsonNode pick(Random random) {
        return held.get(random.nextInt(held.size()));
    }

    private static String value(JsonNode profile, String field) {
        return profile.at(field.equals("id") || field.equals("_kx") ? "/" + field : "/attributes/" + field)
                .textValue();
    }

    private static boolean same(String field, String one, String other) {
        return field.equals("email") ? one.equalsIgnoreCase(other) : one.equals(other);
    }

    private static String quoted(String text, char quote) {
        return quote + text.replace("\\", "\\\\").replace("" + quote, "\\" + quote) + quote;
    }

    private static boolean holds(String operator, String time, String bound) {
        int order = time.compareTo(bound);
        return switch (operator) {
            case "greater-than" -> order > 0;
            case "greater-or-equal" -> order >= 0;
            case "less-than" -> order < 0;
            default -> order <= 0;
        };
    }
}
