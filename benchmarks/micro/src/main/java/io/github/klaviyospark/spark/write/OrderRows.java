package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.write.RowShape.array;
import static io.github.klaviyospark.spark.write.RowShape.struct;
import static io.github.klaviyospark.spark.write.RowShape.utf8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.Decimal;

/** A struct in a struct, and an array of structs. */
final class OrderRows implements RowShape {

    private static final int LINES = 4;

    private static final SerializedString ORDER_ID = new SerializedString("order_id");
    private static final SerializedString PLACED = new SerializedString("placed_at");
    private static final SerializedString CUSTOMER = new SerializedString("customer");
    private static final SerializedString EMAIL = new SerializedString("email");
    private static final SerializedString NAME = new SerializedString("name");
    private static final SerializedString ADDRESS = new SerializedString("address");
    private static final SerializedString CITY = new SerializedString("city");
    private static final SerializedString ZIP = new SerializedString("zip");
    private static final SerializedString COUNTRY = new SerializedString("country");
    private static final SerializedString TAGS = new SerializedString("tags");
    private static final SerializedString ITEMS = new SerializedString("lines");
    private static final SerializedString SKU = new SerializedString("sku");
    private static final SerializedString TITLE = new SerializedString("title");
    private static final SerializedString QUANTITY = new SerializedString("quantity");
    private static final SerializedString PRICE = new SerializedString("price");

    private static final String[] CITIES = {"Boston", "Lisboa", "Łódź", "San José", "Nantes"};
    private static final String[] TITLES = {"Salmon kibble 2 kg", "Chew toy", "Cat tree \"Alpine\"", "Leash, 2 m"};

    private record Line(String sku, String title, int quantity, BigDecimal price) {}

    private final String[] ids;
    private final Instant[] times;
    private final String[] timeTexts;
    private final String[] emails;
    private final String[] names;
    private final String[] cities;
    private final String[] zips;
    private final String[] countries;
    private final String[][] tags;
    private final Line[][] lines;

    OrderRows(int rows) {
        Random random = new Random(43);
        ids = new String[rows];
        times = new Instant[rows];
        timeTexts = new String[rows];
        emails = new String[rows];
        names = new String[rows];
        cities = new String[rows];
        zips = new String[rows];
        countries = new String[rows];
        tags = new String[rows][];
        lines = new Line[rows][LINES];
        for (int i = 0; i < rows; i++) {
            ids[i] = "ORD-%010d".formatted(random.nextInt(1_000_000_000));
            times[i] = Instant.ofEpochSecond(1_750_000_000L + random.nextInt(40_000_000), 1_000_000L * (1 + i % 999));
            timeTexts[i] = times[i].toString();
            emails[i] = "customer.%d@shop.example.net".formatted(random.nextInt(1_000_000));
            names[i] = "Customer No. " + random.nextInt(1_000);
            cities[i] = CITIES[random.nextInt(CITIES.length)];
            zips[i] = "%05d".formatted(random.nextInt(100_000));
            countries[i] = "US";
            tags[i] = new String[] {"web", "repeat", "gift"};
            for (int line = 0; line < LINES; line++) {
                lines[i][line] = new Line(
                        "SKU-%06d".formatted(random.nextInt(1_000_000)),
                        TITLES[random.nextInt(TITLES.length)],
                        1 + random.nextInt(5),
                        BigDecimal.valueOf(100 + random.nextInt(20_000), 2));
            }
        }
    }

    @Override
    public String columns() {
        return "order_id STRING, placed_at TIMESTAMP,"
                + " customer STRUCT<email: STRING, name: STRING, address: STRUCT<city: STRING, zip: STRING, country: STRING>>,"
                + " tags ARRAY<STRING>,"
                + " lines ARRAY<STRUCT<sku: STRING, title: STRING, quantity: INT, price: DECIMAL(10,2)>>";
    }

    @Override
    public InternalRow row(int i) {
        Object[] items = new Object[LINES];
        for (int line = 0; line < LINES; line++) {
            Line item = lines[i][line];
            items[line] = struct(utf8(item.sku), utf8(item.title), item.quantity, Decimal.apply(item.price, 10, 2));
        }
        return struct(
                utf8(ids[i]),
                ChronoUnit.MICROS.between(Instant.EPOCH, times[i]),
                struct(utf8(emails[i]), utf8(names[i]), struct(utf8(cities[i]), utf8(zips[i]), utf8(countries[i]))),
                array(utf8(tags[i][0]), utf8(tags[i][1]), utf8(tags[i][2])),
                array(items));
    }

    @Override
    public void write(JsonGenerator json, int i) throws IOException {
        json.writeStartObject();
        json.writeFieldName(ORDER_ID);
        json.writeString(ids[i]);
        json.writeFieldName(PLACED);
        json.writeString(timeTexts[i]);
        json.writeFieldName(CUSTOMER);
        json.writeStartObject();
        json.writeFieldName(EMAIL);
        json.writeString(emails[i]);
        json.writeFieldName(NAME);
        json.writeString(names[i]);
        json.writeFieldName(ADDRESS);
        json.writeStartObject();
        json.writeFieldName(CITY);
        json.writeString(cities[i]);
        json.writeFieldName(ZIP);
        json.writeString(zips[i]);
        json.writeFieldName(COUNTRY);
        json.writeString(countries[i]);
        json.writeEndObject();
        json.writeEndObject();
        json.writeFieldName(TAGS);
        json.writeStartArray();
        for (String tag : tags[i]) {
            json.writeString(tag);
        }
        json.writeEndArray();
        json.writeFieldName(ITEMS);
        json.writeStartArray();
        for (Line line : lines[i]) {
            json.writeStartObject();
            json.writeFieldName(SKU);
            json.writeString(line.sku);
            json.writeFieldName(TITLE);
            json.writeString(line.title);
            json.writeFieldName(QUANTITY);
            json.writeNumber(line.quantity);
            json.writeFieldName(PRICE);
            json.writeNumber(line.price);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
