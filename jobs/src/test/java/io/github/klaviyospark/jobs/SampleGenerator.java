package io.github.klaviyospark.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Random;
import java.util.StringJoiner;

/**
 * Makes the files in {@code jobs/samples}: what a shop could have, the same on every run. All names are made up and all
 * addresses are below a domain that cannot exist.
 */
final class SampleGenerator {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PETS = 600;
    private static final int SUBSCRIPTIONS = 400;
    private static final int CUSTOMERS = 5_200;

    private static final String[] FIRST = {
        "Ada", "Björn", "Chloé", "Đorđe", "Eşref", "Fatma", "Gülay", "Hána", "Íris", "José", "Kateřina", "Łukasz",
                "Mei",
        "Nuñez", "Øystein", "Petra", "Quentin", "Ruža", "Søren", "Þóra", "Ümit", "Věra", "Wanda", "Xóchitl", "Yuki",
                "Željko",
        "Ольга", "Γιώργος", "愛子", "민준", "नेहा", "שרה"
    };
    private static final String[] LAST = {
        "Adler",
        "Brontë",
        "Castañeda",
        "D'Amico",
        "Eriksson",
        "Fernández-Ruiz",
        "Grünwald",
        "Håkansson",
        "Ionescu",
        "Jablonská",
        "Kowalczyk",
        "Lefèvre",
        "Müller",
        "Nováková",
        "O'Brien",
        "Papadopoulos",
        "Quirós",
        "Rößler",
        "Šimić",
        "Tóth",
        "Ueda",
        "van der Meer",
        "Węgrzyn",
        "Yıldız",
        "Żak"
    };
    private static final String[] CITIES = {
        "Köln",
        "São Paulo",
        "Zürich",
        "Łódź",
        "Reykjavík",
        "Málaga",
        "Tromsø",
        "Kraków",
        "Leeds",
        "Saint-Étienne",
        "東京",
        "Αθήνα"
    };
    private static final String[] COUNTRIES = {"DE", "BR", "CH", "PL", "IS", "ES", "NO", "PL", "GB", "FR", "JP", "GR"};
    private static final String[] NOTES = {
        "likes \"green\" tea, no milk",
        "rings twice; leave at door 4",
        "first line\nsecond line",
        "back\\slash and a tab\there",
        "5'10\" tall, buys \"L\"",
        "emoji 🐈 and a flag 🇵🇹",
        "  blanks around  ",
        ",",
        "\"",
        "null",
        "N/A",
        "=SUM(A1:A2)",
        "left\u200fright\u200emarks",
        "e\u0301 is not é"
    };
    private static final String[] SPECIES = {"cat", "dog", "rabbit", "parrot", "ferret"};
    private static final String[] NAMES = {
        "Miso", "Rex", "Flöckchen", "Zoë", "Pu'u", "Bär", "Ñandú", "Mr. \"Fluff\"", "小黒"
    };
    private static final String[] PLANS = {"weekly", "monthly", "quarterly"};
    private static final String[] STATUS = {"active", "paused", "cancelled"};
    private static final String[] GOODS = {
        "Green tea", "Oat milk", "Cat food, salmon", "Soap \"Lavender\"", "Kaffee grün"
    };

    private final Random random;

    private SampleGenerator(long seed) {
        this.random = new Random(seed);
    }

    /** Pets, one flat object a line; some keys are null and some are missing. */
    static String pets() throws IOException {
        SampleGenerator made = new SampleGenerator(20_260_715);
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= PETS; i++) {
            lines.append(JSON.writeValueAsString(made.pet(i))).append('\n');
        }
        return lines.toString();
    }

    private ObjectNode pet(int i) {
        ObjectNode pet = JSON.createObjectNode()
                .put("pet_id", String.format("pet-%04d", i))
                .put("name", any(NAMES))
                .put("species", any(SPECIES))
                .put("born", date(2008, 16))
                .put("weight_kg", new BigDecimal(random.nextInt(4_000) + 200).movePointLeft(2))
                .put("neutered", random.nextBoolean())
                .put("visits", random.nextInt(40))
                .put("owner_email", "owner." + (i % 450) + "@pets.example.net");
        if (random.nextInt(5) == 0) {
            pet.putNull("born");
        }
        if (random.nextInt(4) == 0) {
            pet.put("chip", 900_000_000_000_000L + random.nextInt(Integer.MAX_VALUE));
        }
        return pet;
    }

    /** Subscriptions, each with its line items. */
    static String subscriptions() throws IOException {
        SampleGenerator made = new SampleGenerator(20_260_716);
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= SUBSCRIPTIONS; i++) {
            lines.append(JSON.writeValueAsString(made.subscription(i))).append('\n');
        }
        return lines.toString();
    }

    private ObjectNode subscription(int i) {
        ObjectNode subscription = JSON.createObjectNode()
                .put("subscription_id", String.format("sub-%05d", i))
                .put("plan", any(PLANS))
                .put("status", any(STATUS))
                .put("started_at", date(2021, 5) + "T" + time() + "Z")
                .put("currency", random.nextInt(3) == 0 ? "GBP" : "EUR");
        subscription
                .putObject("customer")
                .put("email", "subscriber." + i + "@shop.example.net")
                .put("external_id", "c-" + (10_000 + i));
        if (random.nextInt(6) == 0) {
            subscription.put("coupon", "TEA-" + random.nextInt(900));
        }
        ArrayNode lines = subscription.putArray("lines");
        int count = 1 + random.nextInt(5);
        for (int line = 1; line <= count; line++) {
            ObjectNode item = lines.addObject()
                    .put("line_id", String.format("sub-%05d-%d", i, line))
                    .put("sku", "SKU-" + (100 + random.nextInt(60)))
                    .put("title", any(GOODS))
                    .put("quantity", 1 + random.nextInt(6))
                    .put("unit_price", new BigDecimal(99 + random.nextInt(9_900)).movePointLeft(2));
            if (random.nextInt(8) == 0) {
                item.putNull("title");
            }
        }
        return subscription;
    }

    /** Customers as CSV: nothing between the commas is null, and a pair of quotes is an empty string. */
    static String customers() {
        SampleGenerator made = new SampleGenerator(20_260_717);
        StringBuilder lines = new StringBuilder(
                "customer_id,email,first_name,last_name,city,country,postcode,birthday,signed_up_at,lifetime_value,orders,"
                        + "newsletter,notes\n");
        for (int i = 1; i <= CUSTOMERS; i++) {
            lines.append(made.customer(i)).append('\n');
        }
        return lines.toString();
    }

    private String customer(int i) {
        int place = random.nextInt(CITIES.length);
        return new StringJoiner(",")
                .add("c-" + (10_000 + i))
                .add("customer." + i + (i % 97 == 0 ? "+vip" : "") + "@shop.example.net")
                .add(quoted(any(FIRST)))
                .add(sometimes(12, "\"\"", quoted(any(LAST))))
                .add(sometimes(9, "", quoted(CITIES[place])))
                .add(COUNTRIES[place])
                .add(String.format("%05d", random.nextInt(100_000)))
                .add(sometimes(5, "", i % 611 == 0 ? "0001-01-01" : date(1935, 70)))
                .add(date(2015, 11) + "T" + time()
                        + (i % 3 == 0 ? "." + String.format("%06d", i * 190 % 1_000_000) : "") + "Z")
                .add(sometimes(7, "", value(i)))
                .add(i % 1_009 == 0 ? "9223372036854775807" : Integer.toString(random.nextInt(300)))
                .add(sometimes(10, "", Boolean.toString(random.nextBoolean())))
                .add(sometimes(2, sometimes(2, "", "\"\""), quoted(any(NOTES))))
                .toString();
    }

    private String value(int i) {
        if (i % 401 == 0) {
            return "123456789012.10";
        }
        BigDecimal cents = new BigDecimal(random.nextInt(2_000_000) - 20_000);
        return cents.movePointLeft(2).toPlainString();
    }

    private String sometimes(int oneIn, String rare, String otherwise) {
        return random.nextInt(oneIn) == 0 ? rare : otherwise;
    }

    private static String quoted(String text) {
        boolean plain = text.chars().allMatch(c -> c > ' ' && c != ',' && c != '"');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private String any(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String date(int firstYear, int years) {
        return LocalDate.of(firstYear, 1, 1)
                .plusDays(random.nextInt(years * 365))
                .toString();
    }

    private String time() {
        return String.format("%02d:%02d:%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
    }
}
