package io.github.klaviyospark.emulator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attributes of seeded profiles that are neither identifiers, times nor consent. */
final class SeededAttributes {
    private static final String[] ORGANIZATIONS = {
        "Example Corporation", "Müller & Söhne GmbH", "L'Atelier \"Zéro\"", "株式会社サンプル", "Smith, Jones & Co."
    };
    private static final String[] TITLES = {"Regional Manager", "Ärztin", "Engineer, R&D", "店長", "Buyer"};
    private static final String[] LOCALES = {"en-US", "en-GB", "de-DE", "fr-CA", "ja-JP", "pt-BR", "zh-Hans-CN"};
    /** City, region, country, zip, time zone, and a latitude and longitude in units of a ten-thousandth of a degree. */
    private static final String[][] PLACES = {
        {"Leeds", "England", "United Kingdom", "LS1 4AP", "Europe/London", "538008", "-15491"},
        {"München", "Bayern", "Germany", "80331", "Europe/Berlin", "481374", "115755"},
        {"São Paulo", "SP", "Brazil", "01310-100", "America/Sao_Paulo", "-235505", "-466333"},
        {"東京", "東京都", "Japan", "100-0001", "Asia/Tokyo", "356762", "1396503"},
        {"Boston", "MA", "United States", "02110", "America/New_York", "423601", "-710589"},
        {"L'Haÿ-les-Roses", "Île-de-France", "France", "94240", "Europe/Paris", "487796", "23372"},
        {"Quito", "Pichincha", "Ecuador", "170150", "America/Guayaquil", "-1807", "-784678"}
    };

    private static final String[] STREETS = {"High Street", "Hauptstraße", "Rue de l'Église", "Av. Paulista", "丸の内"};
    private static final String[] NOTES = {
        "likes \uD83C\uDF81 and \uD83D\uDC69\u200D\uD83D\uDCBB",
        "two\nlines\tand a tab",
        "\"quoted\" \\ back\\slash",
        "",
        " blanks around ",
        "naïve café – “quotes”",
        "<b>&amp;</b>"
    };
    private static final String[] TIERS = {"gold", "silver", "bronze", "GOLD", "none"};

    private SeededAttributes() {}

    /** Adds organization, locale, title and image. */
    static void work(Dice dice, Map<String, Object> attributes) {
        attributes.put("organization", dice.chance(25) ? dice.pick(ORGANIZATIONS) : null);
        attributes.put("locale", dice.chance(60) ? dice.pick(LOCALES) : null);
        attributes.put("title", dice.chance(25) ? dice.pick(TITLES) : null);
        attributes.put(
                "image",
                dice.chance(10) ? "https://images.example.net/p/" + dice.below(100_000) + ".jpg?w=64&h=64" : null);
    }

    static Map<String, Object> location(Dice dice) {
        String[] place = PLACES[dice.below(PLACES.length)];
        boolean known = !dice.chance(15);
        Map<String, Object> location = new LinkedHashMap<>(32);
        location.put("address1", known && dice.chance(70) ? (1 + dice.below(200)) + " " + dice.pick(STREETS) : null);
        location.put("address2", known && dice.chance(15) ? "Apt. #" + dice.below(90) : null);
        location.put("city", known ? place[0] : null);
        location.put("country", known ? place[2] : null);
        int form = known ? dice.below(100) : 99;
        location.put("latitude", coordinate(place[5], dice.below(2000), form));
        location.put("longitude", coordinate(place[6], dice.below(2000), form));
        location.put("region", known && dice.chance(80) ? place[1] : null);
        location.put("zip", known && dice.chance(80) ? place[3] : null);
        location.put("timezone", known ? place[4] : null);
        location.put("ip", dice.chance(40) ? "203.0.113." + dice.below(256) : null);
        return location;
    }

    private static Object coordinate(String place, int away, int form) {
        BigDecimal degrees = BigDecimal.valueOf(Integer.parseInt(place) + away - 1000L, 4);
        return form < 50 ? degrees : form < 75 ? degrees.toPlainString() : null;
    }

    static Map<String, Object> properties(Dice dice) {
        Map<String, Object> properties = new LinkedHashMap<>(32);
        if (dice.chance(5)) {
            return properties;
        }
        put(dice, 80, properties, "tier", dice.pick(TIERS));
        put(dice, 60, properties, "$consent", List.of("email", "sms"));
        put(dice, 50, properties, "Favourite colour", "Grün");
        put(dice, 50, properties, "points", dice.below(10_000));
        put(dice, 30, properties, "ledger number", (1L << 53) + 1 + 2 * dice.below(1L << 40));
        put(dice, 50, properties, "balance", BigDecimal.valueOf(dice.below(2_000_000) - 1_000_000L, 2));
        put(dice, 20, properties, "ratio", new BigDecimal("0.1234567890123456789"));
        put(dice, 20, properties, "tiny", new BigDecimal("1.5E-7"));
        put(dice, 50, properties, "vip", dice.chance(50));
        put(dice, 20, properties, "left", null);
        put(dice, 40, properties, "note", dice.pick(NOTES));
        put(dice, 20, properties, "数量 \"q\"", "1");
        put(dice, 10, properties, "2024-05-05", "2024-05-05T10:00:00Z");
        if (dice.chance(30)) {
            properties.put("basket", basket(dice));
        }
        if (dice.chance(20)) {
            properties.put("tags", Arrays.asList("a,b", dice.below(9), null, true, List.of(), Map.of()));
        }
        return properties;
    }

    private static void put(Dice dice, int percent, Map<String, Object> properties, String name, Object value) {
        if (dice.chance(percent)) {
            properties.put(name, value);
        }
    }

    private static Map<String, Object> basket(Dice dice) {
        List<Object> lines = new ArrayList<>();
        for (int i = dice.below(4); i > 0; i--) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("sku", "SKU-" + dice.below(1000));
            line.put("price", BigDecimal.valueOf(dice.below(100_000), 2));
            line.put("gift", dice.chance(20) ? "\uD83C\uDF80" : null);
            lines.add(line);
        }
        Map<String, Object> basket = new LinkedHashMap<>();
        basket.put("lines", lines);
        basket.put("ship to", Map.of("zip", "0" + dice.below(9999)));
        return basket;
    }
}
