package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.write.RowShape.utf8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.Decimal;

/** Short columns of every usual type. */
final class PetRows implements RowShape {

    private static final SerializedString PET_ID = new SerializedString("pet_id");
    private static final SerializedString NAME = new SerializedString("name");
    private static final SerializedString SPECIES = new SerializedString("species");
    private static final SerializedString AGE = new SerializedString("age");
    private static final SerializedString WEIGHT = new SerializedString("weight_kg");
    private static final SerializedString BORN = new SerializedString("born_on");
    private static final SerializedString SEEN = new SerializedString("last_seen_at");
    private static final SerializedString VACCINATED = new SerializedString("is_vaccinated");
    private static final SerializedString OWNER = new SerializedString("owner_email");

    private static final String[] NAMES = {"Bella", "Luna", "Max", "Rocky", "Milo", "Nala", "Zoë", "Señor Bigotes"};
    private static final String[] KINDS = {"dog", "cat", "rabbit", "guinea pig"};

    private final String[] ids;
    private final String[] names;
    private final String[] species;
    private final int[] ages;
    private final BigDecimal[] weights;
    private final LocalDate[] births;
    private final String[] birthTexts;
    private final Instant[] visits;
    private final String[] visitTexts;
    private final boolean[] vaccinations;
    private final String[] owners;

    PetRows(int rows) {
        Random random = new Random(42);
        ids = new String[rows];
        names = new String[rows];
        species = new String[rows];
        ages = new int[rows];
        weights = new BigDecimal[rows];
        births = new LocalDate[rows];
        birthTexts = new String[rows];
        visits = new Instant[rows];
        visitTexts = new String[rows];
        vaccinations = new boolean[rows];
        owners = new String[rows];
        for (int i = 0; i < rows; i++) {
            ids[i] = "PET-%08d".formatted(random.nextInt(100_000_000));
            names[i] = NAMES[random.nextInt(NAMES.length)];
            species[i] = KINDS[random.nextInt(KINDS.length)];
            ages[i] = random.nextInt(20);
            weights[i] = BigDecimal.valueOf(20 + random.nextInt(6_000), 2);
            births[i] = LocalDate.of(2006, 1, 1).plusDays(random.nextInt(7_000));
            birthTexts[i] = births[i].toString();
            // Never a whole second: to_json would write its milliseconds, and the connector does not.
            visits[i] = Instant.ofEpochSecond(1_750_000_000L + random.nextInt(40_000_000), 1_000_000L * (1 + i % 999));
            visitTexts[i] = visits[i].toString();
            vaccinations[i] = random.nextBoolean();
            owners[i] = "owner.%d@shop.example.net".formatted(random.nextInt(1_000_000));
        }
    }

    @Override
    public String columns() {
        return "pet_id STRING, name STRING, species STRING, age INT, weight_kg DECIMAL(6,2), born_on DATE,"
                + " last_seen_at TIMESTAMP, is_vaccinated BOOLEAN, owner_email STRING";
    }

    @Override
    public InternalRow row(int i) {
        return RowShape.struct(
                utf8(ids[i]),
                utf8(names[i]),
                utf8(species[i]),
                ages[i],
                Decimal.apply(weights[i], 6, 2),
                (int) births[i].toEpochDay(),
                ChronoUnit.MICROS.between(Instant.EPOCH, visits[i]),
                vaccinations[i],
                utf8(owners[i]));
    }

    @Override
    public void write(JsonGenerator json, int i) throws IOException {
        json.writeStartObject();
        json.writeFieldName(PET_ID);
        json.writeString(ids[i]);
        json.writeFieldName(NAME);
        json.writeString(names[i]);
        json.writeFieldName(SPECIES);
        json.writeString(species[i]);
        json.writeFieldName(AGE);
        json.writeNumber(ages[i]);
        json.writeFieldName(WEIGHT);
        json.writeNumber(weights[i]);
        json.writeFieldName(BORN);
        json.writeString(birthTexts[i]);
        json.writeFieldName(SEEN);
        json.writeString(visitTexts[i]);
        json.writeFieldName(VACCINATED);
        json.writeBoolean(vaccinations[i]);
        json.writeFieldName(OWNER);
        json.writeString(owners[i]);
        json.writeEndObject();
    }
}
