package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.write.RowShape.utf8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;

/** Long texts of several scripts, with some characters that JSON escapes. */
final class ReviewRows implements RowShape {

    private static final SerializedString REVIEW_ID = new SerializedString("review_id");
    private static final SerializedString RATING = new SerializedString("rating");
    private static final SerializedString TITLE = new SerializedString("title");
    private static final SerializedString BODY = new SerializedString("body");

    private static final String[] SENTENCES = {
        "The kibble arrived within two days, and our old dog has not left the bowl alone since. ",
        "Der Kratzbaum wackelt ein wenig, aber für diesen Preis hätten wir nichts Besseres gefunden. ",
        "Świetna jakość, szybka dostawa, gorąco polecam każdemu właścicielowi kota. ",
        "うちの猫はこのおもちゃが大好きで、一日中遊んでいます。",
        "Mi gato dice: \"otra vez, por favor\". 🐈\n",
        "Пёс доволен, хозяин тоже. Упаковка была цела. "
    };

    private final String[] ids;
    private final int[] ratings;
    private final String[] titles;
    private final String[] bodies;

    ReviewRows(int rows) {
        Random random = new Random(44);
        ids = new String[rows];
        ratings = new int[rows];
        titles = new String[rows];
        bodies = new String[rows];
        for (int i = 0; i < rows; i++) {
            ids[i] = "REV-%08d".formatted(random.nextInt(100_000_000));
            ratings[i] = 1 + random.nextInt(5);
            titles[i] = SENTENCES[random.nextInt(SENTENCES.length)].strip();
            StringBuilder body = new StringBuilder();
            for (int sentence = 0; sentence < 25; sentence++) {
                body.append(SENTENCES[random.nextInt(SENTENCES.length)]);
            }
            bodies[i] = body.toString();
        }
    }

    @Override
    public String columns() {
        return "review_id STRING, rating INT, title STRING, body STRING";
    }

    @Override
    public InternalRow row(int i) {
        return RowShape.struct(utf8(ids[i]), ratings[i], utf8(titles[i]), utf8(bodies[i]));
    }

    @Override
    public void write(JsonGenerator json, int i) throws IOException {
        json.writeStartObject();
        json.writeFieldName(REVIEW_ID);
        json.writeString(ids[i]);
        json.writeFieldName(RATING);
        json.writeNumber(ratings[i]);
        json.writeFieldName(TITLE);
        json.writeString(titles[i]);
        json.writeFieldName(BODY);
        json.writeString(bodies[i]);
        json.writeEndObject();
    }
}
