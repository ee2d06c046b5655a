package io.github.klaviyospark.spark.testing.random;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Small accounts in which everything happens twice: ties, values that differ in case only, texts that are awkward in a URL,
 * instants that are microseconds apart. Plain Java, so that it runs beside any version of Spark.
 */
public final class RandomProfiles {

    static final List<String> EMAILS = List.of(
            "ada@shop.example.net",
            "Ada@Shop.example.net",
            "ada+tag@shop.example.net",
            "o'neil@shop.example.net",
            "\"quoted\"@shop.example.net",
            "zoë@shop.example.net",
            "percent%41@shop.example.net",
            "amp&co@shop.example.net");

    static final List<String> EXTERNAL_IDS = List.of(
            "c-1",
            "C-1",
            "a,b",
            "a)b",
            "[x]",
            "back\\slash",
            "quo\"te",
            "it's",
            "5 % + 1",
            "客户-7",
            "😀",
            "é",
            "e\u0301");

    static final List<String> PHONES = List.of("+46700000001", "+46700000002", "070-000 00 01", "0046 70 000 00 01");

    static final List<String> NAMES = List.of("Ada", "ada", "Zoë", "李", "", " ", "O'Neil", "null");

    /** Whole seconds and their neighbours, the beginning of time as Unix has it, and a leap day. */
    static final List<Instant> INSTANTS = List.of(
            Instant.parse("1970-01-01T00:00:00Z"),
            Instant.parse("2012-02-29T23:59:59.999999Z"),
            Instant.parse("2024-12-31T23:59:59.5Z"),
            Instant.parse("2025-01-01T00:00:00Z"),
            Instant.parse("2025-01-01T00:00:00.000001Z"),
            Instant.parse("2025-01-01T00:00:00.999999Z"),
            Instant.parse("2025-01-01T00:00:01Z"),
            Instant.parse("2025-01-01T00:00:02.25Z"),
            Instant.parse("2026-03-29T01:00:00Z"));

    private final Random random;

    /** Profiles that come again with an equal source of chance. */
    public RandomProfiles(Random random) {
        this.random = random;
    }

    /** Some profiles, as lines that the emulator loads. */
    public List<String> lines(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(line(i));
        }
        return lines;
    }

    private String line(int number) {
        return "{\"id\":" + json(id(number)) + ",\"attributes\":{\"email\":" + maybe(EMAILS) + ",\"phone_number\":"
                + maybe(PHONES) + ",\"external_id\":" + maybe(EXTERNAL_IDS) + ",\"first_name\":" + maybe(NAMES)
                + ",\"created\":" + json(pick(INSTANTS).toString()) + ",\"updated\":"
                + json(pick(INSTANTS).toString()) + ",\"location\":{\"city\":" + maybe(NAMES) + ",\"latitude\":"
                + pick(List.of("null", "\"51.5\"", "51.5", "-3")) + "},\"properties\":" + pick(PROPERTIES)
                + ",\"subscriptions\":{\"email\":{\"marketing\":{\"can_receive_email_marketing\":"
                + random.nextBoolean() + ",\"consent\":"
                + json(pick(List.of("SUBSCRIBED", "UNSUBSCRIBED", "NEVER_SUBSCRIBED"))) + "}}}"
                + ",\"predictive_analytics\":{\"churn_probability\":" + pick(List.of("null", "0.25", "0.75")) + "}}}";
    }

    private static final List<String> PROPERTIES = List.of(
            "{}", "{\"tier\":\"gold\"}", "{\"tier\":\"gold\",\"n\":1.50}", "{\"tier\":null,\"ключ\":[1,{\"a\":null}]}");

    static String id(int number) {
        return String.format("01HZZZ%020d", number);
    }

    private String maybe(List<String> pool) {
        return random.nextInt(4) == 0 ? "null" : json(pick(pool));
    }

    private <T> T pick(List<T> pool) {
        return pool.get(random.nextInt(pool.size()));
    }

    private static String json(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
