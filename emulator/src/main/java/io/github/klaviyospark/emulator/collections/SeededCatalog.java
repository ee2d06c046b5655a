package io.github.klaviyospark.emulator.collections;

import static io.github.klaviyospark.emulator.collections.Made.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Items, variants and categories of the seed. */
final class SeededCatalog {
    private static final int ITEMS = 250;
    private static final int VARIANTS = 400;
    private static final int CATEGORIES = 30;
    private static final String PREFIX = "$custom:::$default:::";

    private SeededCatalog() {}

    static Map<String, List<HeldResource>> of(long seed) {
        List<HeldResource> categories = new ArrayList<>();
        List<String> categoryIds = new ArrayList<>();
        for (int number = 0; number < CATEGORIES; number++) {
            Draw draw = new Draw(seed, "categories", number);
            long created = draw.time(3);
            String externalId = "category " + number + (number % 3 == 0 ? "/\u00e9" : "");
            categoryIds.add(PREFIX + externalId);
            categories.add(new Made(PREFIX + externalId)
                    .with("external_id", number == 3 ? null : externalId)
                    .with("name", number == 4 ? null : draw.name("category"))
                    .with("created", number == 5 ? null : (Long) created)
                    .with("updated", number == 6 ? null : (Long) draw.after(created))
                    .done());
        }
        List<HeldResource> items = new ArrayList<>();
        List<String> itemIds = new ArrayList<>();
        for (int number = 0; number < ITEMS; number++) {
            Draw draw = new Draw(seed, "items", number);
            String externalId = "SKU-" + number + (number % 7 == 0 ? ":%20+" : "");
            itemIds.add(PREFIX + externalId);
            items.add(product(new Made(PREFIX + externalId), draw, number, externalId)
                    .to("categories", draw.some(categoryIds, 3))
                    .done());
        }
        List<HeldResource> variants = new ArrayList<>();
        for (int number = 0; number < VARIANTS; number++) {
            Draw draw = new Draw(seed, "variants", number);
            String externalId = "SKU-" + number % ITEMS + "-" + number / ITEMS;
            variants.add(product(new Made(PREFIX + externalId), draw, number, externalId)
                    .with("sku", draw.maybe(3, externalId + (draw.chance(10) ? " \"L\"" : "")))
                    .with("inventory_policy", draw.maybe(5, draw.below(3)))
                    .with("inventory_quantity", draw.maybe(5, draw.below(1000)))
                    .to("item", number == 9 ? null : itemIds.get(number % ITEMS))
                    .done());
        }
        Map<String, List<HeldResource>> all = new LinkedHashMap<>();
        all.put("catalog-categories", categories);
        all.put("catalog-items", items);
        all.put("catalog-variants", variants);
        return all;
    }

    private static Made product(Made made, Draw draw, int number, String externalId) {
        long created = draw.time(3);
        String image = "https://images.example.net/" + number + ".png";
        return made.with("external_id", draw.maybe(2, externalId))
                .with("title", draw.maybe(2, draw.name("no. " + number)))
                .with("description", draw.maybe(4, "Tea, \"loose\"\n" + draw.name("leaf")))
                .with("price", draw.maybe(5, draw.price()))
                .with("url", draw.maybe(2, "https://shop.example.net/" + number + "?a=b&c=\u00e9"))
                .with("image_full_url", draw.maybe(20, image))
                .with("image_thumbnail_url", draw.maybe(20, image + "?small"))
                .with("images", draw.maybe(20, draw.some(List.of(image, image + "?2", image + "?3"), 3)))
                .with(
                        "custom_metadata",
                        draw.maybe(20, map("Top \"pick\"", draw.chance(50), "color", draw.name("hue"), "", null)))
                .with("published", draw.maybe(5, draw.chance(80)))
                .with("created", draw.maybe(3, created))
                .with("updated", draw.maybe(3, draw.after(created)));
    }
}
