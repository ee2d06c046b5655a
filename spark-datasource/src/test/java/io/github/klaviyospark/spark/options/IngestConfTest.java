package io.github.klaviyospark.spark.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ingest} decides besides the endpoint, and what it does not go with. */
class IngestConfTest {

    private static WriteConf conf(String... options) {
        Map<String, String> all = new HashMap<>(Map.of("dataSource", "shop.pets"));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return WriteConf.of(all, Map.of());
    }

    @Test
    void isBulkUnlessSaidOtherwise() {
        WriteConf conf = conf();

        assertThat(conf.sendsSingly()).isFalse();
        assertThat(conf.quotaLimits()).hasToString("3/1s,15/60s");
        assertThat(conf.writers()).hasValue(1);
        assertThat(conf.inFlight()).isOne();
    }

    @Test
    void takesTheQuotaOfItsEndpointUnlessOneIsGiven() {
        assertThat(conf("ingest", "single").quotaLimits()).hasToString("75/1s,750/60s");
        assertThat(conf("ingest", "SINGLE", "quotaLimits", "75/1s,700/60s").quotaLimits())
                .hasToString("75/1s,700/60s");
    }

    /** Twelve under way carry 75 requests a second at 150 ms an answer; where order matters they may not overtake. */
    @ParameterizedTest
    @CsvSource({"'', keep, 6", "id, last, 6", "id, keep, 1"})
    void hasSeveralUnderWayWhereOrderAllowsIt(String idField, String duplicates, int inFlight) {
        WriteConf conf = idField.isEmpty()
                ? conf("ingest", "single")
                : conf("ingest", "single", "idField", idField, "duplicates", duplicates);

        assertThat(conf.writers()).hasValue(2);
        assertThat(conf.inFlight()).isEqualTo(inFlight);
        assertThat(conf("ingest", "single", "inFlight", "3").inFlight()).isEqualTo(3);
    }

    @Test
    void refusesChunksOfMoreThanOne() {
        assertThatThrownBy(() -> conf("ingest", "single", "chunkRecords", "500"))
                .hasMessage("ingest=single sends one record a request, and chunkRecords=500 asks for more. Leave"
                        + " chunkRecords out, or take ingest=bulk.");
        assertThat(conf("ingest", "single", "chunkRecords", "1").sendsSingly()).isTrue();
    }

    @Test
    void refusesToDelete() {
        Map<String, String> options = Map.of(
                "path", "object-types/Pet/object-records", "operation", "delete", "idField", "id", "ingest", "single");

        assertThatThrownBy(() -> WriteConf.of(options, Map.of()))
                .hasMessage("ingest=single sends records of a data source one by one, and objects are only deleted in"
                        + " bulk: leave ingest out with operation=delete.");
    }

    @Test
    void refusesAPathOfObjectsAndOtherWords() {
        assertThatThrownBy(() -> conf("ingest", "single", "path", "object-types/Pet/object-records"))
                .hasMessageStartingWith("Objects are made from the records of a data source");
        assertThatThrownBy(() -> conf("ingest", "stream"))
                .hasMessage("Option ingest cannot take the value 'stream'. Allowed: bulk or single.");
    }

    @Test
    void belongsToARun() {
        Map<String, String> ofRun =
                conf("ingest", "single", "runPath", "/runs", "idField", "id").ofRun();

        assertThat(ofRun).containsEntry("ingest", "single").containsEntry("chunkRecords", "1");
        WriteConf resumed = conf("runPath", "/runs", "resume", "r").resuming(ofRun);
        assertThat(resumed.sendsSingly()).isTrue();
        assertThat(resumed.quotaLimits()).hasToString("75/1s,750/60s");
        assertThat(resumed.writers()).hasValue(2);
        assertThatThrownBy(() -> conf("runPath", "/runs", "resume", "r", "ingest", "bulk")
                        .resuming(ofRun))
                .hasMessage(
                        "Run 'r' was begun with ingest=single and cannot go on with 'bulk'. Leave ingest out, or start"
                                + " a new run.");
    }

    /** A quota in the settings of a catalog is that of the endpoint that they name. */
    @ParameterizedTest
    @CsvSource({
        "bulk, '', '3/1s,60/60s'",
        "bulk, bulk, '3/1s,60/60s'",
        "bulk, single, '75/1s,750/60s'",
        "single, '', '3/1s,60/60s'",
        "single, Bulk, '3/1s,15/60s'"
    })
    void inACatalogTheQuotaIsThatOfTheEndpointInTheSettings(String settings, String query, String quota) {
        CatalogConf catalog =
                CatalogConf.of("klaviyo", Map.of("ingest", settings, "quotaLimits", "3/1s,60/60s"), Map.of());
        Map<String, String> options =
                new HashMap<>(catalog.writing(query.isEmpty() ? Map.of() : Map.of("INGEST", query)));
        options.put("dataSource", "shop.pets");

        WriteConf conf = WriteConf.of(options, Map.of());

        assertThat(conf.quotaLimits()).hasToString(quota);
        assertThat(conf.sendsSingly()).isEqualTo((query.isEmpty() ? settings : query).equalsIgnoreCase("single"));
    }
}
