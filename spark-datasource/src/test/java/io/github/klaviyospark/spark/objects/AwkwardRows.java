package io.github.klaviyospark.spark.objects;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Rows of few ids whose values are mostly right, and otherwise what a mapping stumbles over. */
final class AwkwardRows {

    private static final StructType SCHEMA =
            StructType.fromDDL("visit_id STRING, stay STRUCT<place: STRING, until: STRING>,"
                    + " guests STRING, amount DECIMAL(38,18), ratio DOUBLE, paid STRING, at TIMESTAMP,"
                    + " contact STRUCT<email: STRING, phone: STRING, device: STRING>, host STRING,"
                    + " items ARRAY<STRUCT<id: DECIMAL(10,2), name: STRING, price: STRING, gift: STRING>>");

    private static final String[] PLACES = {
        "Oslo", "", " ", "é".repeat(1_000), "é".repeat(1_000) + "x", "\u0000\"\\\n", "日本🎉", "null"
    };
    private static final String[] NUMBERS = {
        "1",
        "2.0",
        "007",
        "+3",
        "1e3",
        "1e-3",
        "-0",
        "9223372036854775808",
        "1E400",
        "1e1999",
        "1e2000",
        "1e99999999999",
        "",
        " 1",
        "1 ",
        "1_000",
        "0x1",
        "NaN",
        ".5",
        "5.",
        "one",
        "9".repeat(2_001),
        "１"
    };
    private static final String[] WORDS = {"true", "YES", "t", "Off", "n", "1", "0", "", " yes", "\u212aes", "maybe"};
    private static final String[] TIMES = {
        "2026-07-01",
        "2026-07-01T10",
        "2026-07-01 10:20",
        "2026-07-01T10:20:30.123456+05:30",
        "2026-02-29",
        "2024-02-29T23:59:59Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "2026-07-01T24:00",
        "1782900000",
        "2026-7-1",
        "2026-07-01T10:20:30.1234567",
        "2026-07-01Z",
        "2026-07-01T10:20:30z",
        "20260701",
        ""
    };
    private static final String[] EMAILS = {
        "ada@shop.example.net",
        "bo@shop.example.net",
        "ü@müller.example.net",
        "a@b",
        "a b@shop.example.net",
        "@x.example.net",
        "a@@x.example.net",
        "a@-x.example.net",
        "",
        "x".repeat(240) + "@shop.example.net",
        "a@x..example.net"
    };
    private static final String[] PHONES = {
        "+14155550100", "+4915155550100", "0415", "+0123456789", "+123456", "+1234567890123456", "+1 415 555 0100", ""
    };
    private static final double[] RATIOS = {
        1, 2.5, -0.0, 1e15, 1e22, 1e300, 4.9e-324, Double.NaN, Double.NEGATIVE_INFINITY
    };
    private static final String[] AMOUNTS = {
        "0", "1.5", "12345678901234567890.123456789012345678", "-0.000000000000000001"
    };
    private static final String[] INSTANTS = {
        "2026-07-01T00:00:00Z",
        "2026-07-01T00:00:00.000001Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
        "1582-10-09T12:00:00Z",
        "1899-12-31T23:59:59Z",
        "-0044-03-15T00:00:00Z"
    };

    private final Random random;

    private AwkwardRows(Random random) {
        this.random = random;
    }

    static Dataset<Row> of(SparkSession spark, int count, long seed) {
        AwkwardRows rows = new AwkwardRows(new Random(seed));
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(rows.row());
        }
        return spark.createDataFrame(all, SCHEMA);
    }

    private Row row() {
        Row stay = RowFactory.create(rarely(PLACES, 12, "Oslo"), maybe(rarely(TIMES, 12, "2026-08-01")));
        Row contact = RowFactory.create(
                maybe(rarely(EMAILS, 3, "cy@shop.example.net")),
                maybe(rarely(PHONES, 3, "+4915155550101")),
                maybe("d1"));
        return RowFactory.create(
                random.nextInt(20) == 0 ? pick("", null) : Integer.toString(random.nextInt(300)),
                random.nextInt(25) == 0 ? null : stay,
                maybe(rarely(NUMBERS, 10, "2")),
                maybe(new BigDecimal(pick(AMOUNTS))),
                maybe(random.nextInt(10) > 0 ? 3.0 : RATIOS[random.nextInt(RATIOS.length)]),
                maybe(rarely(WORDS, 12, "no")),
                maybe(Timestamp.from(Instant.parse(rarely(INSTANTS, 8, "2026-07-01T00:00:00Z")))),
                random.nextInt(10) == 0 ? null : contact,
                maybe(rarely(EMAILS, 4, "di@shop.example.net")),
                random.nextInt(10) == 0 ? null : items());
    }

    private Row[] items() {
        Row[] items = new Row[random.nextInt(4)];
        for (int i = 0; i < items.length; i++) {
            if (random.nextInt(20) > 0) {
                items[i] = RowFactory.create(
                        random.nextInt(15) == 0 ? null : new BigDecimal(random.nextInt(200)).movePointLeft(1),
                        maybe(pick(PLACES)),
                        random.nextInt(15) == 0 ? null : rarely(NUMBERS, 6, "9.90"),
                        maybe(Integer.toString(random.nextInt(20))));
            }
        }
        return items;
    }

    private String rarely(String[] awkward, int oneIn, String usual) {
        return random.nextInt(oneIn) == 0 ? pick(awkward) : usual;
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T maybe(T value) {
        return random.nextInt(6) == 0 ? null : value;
    }
}
