package io.github.klaviyospark.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.KlaviyoCatalog;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Collections as tables of the SQL catalog. */
@ExtendWith(SparkExtension.class)
class CatalogCollectionsTest {

    private KlaviyoEmulator klaviyo;
    private SparkSession spark;

    @BeforeEach
    void start(SparkSession session) {
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .profiles(120)
                .events(300)
                .start();
        spark = session;
        session.conf().set("spark.sql.catalog.all", KlaviyoCatalog.class.getName());
        session.conf().set("spark.sql.catalog.all.endpoint", klaviyo.endpoint());
        session.sessionState().catalogManager().reset();
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    private List<String> sql(String statement) {
        return Arrays.stream((Row[]) spark.sql(statement).collect())
                .map(Row::toString)
                .toList();
    }

    @Test
    void showsThoseThatBelongToNoResource() {
        List<String> expected = Collections.names().stream()
                .filter(name -> !name.contains("/"))
                .map(name -> name.replace('-', '_'))
                .toList();

        assertThat(sql("SHOW TABLES IN all").stream().map(line -> line.split(",", -1)[1]))
                .containsExactlyInAnyOrderElementsOf(expected)
                .contains("catalog_items", "profile_bulk_import_jobs");
        assertThat(klaviyo.requests()).isZero();
    }

    @Test
    void readsThem() {
        assertThat(sql("SELECT count(*) FROM all.events")).containsExactly("[300]");
        assertThat(sql("SELECT count(*) FROM all.lists l JOIN all.`tag-groups` g ON g.name = l.name"))
                .hasSize(1);
        assertThat(sql("SELECT m.name FROM all.events e JOIN all.metrics m ON m.id = e.metric_id LIMIT 1"))
                .hasSize(1);
    }

    @Test
    void readsWhatBelongsToAResource() {
        String list = (String) spark.sql("SELECT id FROM all.lists ORDER BY id LIMIT 1")
                .collectAsList()
                .get(0)
                .get(0);
        long members = klaviyo.resources("lists/" + list + "/profiles").count();

        assertThat(sql("SELECT count(*) FROM all.lists.`" + list + "`.profiles"))
                .containsExactly("[" + members + "]");
        assertThat(sql("SHOW TABLES IN all.lists.`" + list + "`").get(0)).contains("profiles");
        assertThat(sql("DESCRIBE all.campaigns.C1.campaign_messages")).contains("[campaign_id,string,null]");
    }

    @Test
    void takesTheOptionsOfAQuery() {
        assertThat(spark.read()
                        .option("filter", "equals(messages.channel,\"sms\")")
                        .table("all.campaigns")
                        .count())
                .isPositive()
                .isLessThan(klaviyo.resources("campaigns").count());
        spark.read()
                .option("pageSize", "1000")
                .option("slices", "1")
                .table("all.events")
                .select("id")
                .collectAsList();
        assertThat(klaviyo.stats("GET /api/events").status()).isEqualTo(Map.of(200, 1L));
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> sql("SELECT * FROM all.lists.Y6nRLr.events")).hasMessageContaining("cannot be found");
        assertThatThrownBy(() -> sql("SELECT * FROM all.profiles.P1.profiles")).hasMessageContaining("cannot be found");
        assertThatThrownBy(() -> sql("SELECT * FROM all.event")).hasMessageContaining("cannot be found");
        assertThatThrownBy(() -> sql("SELECT * FROM all.lists.`a b`.profiles"))
                .hasStackTraceContaining("cannot be the id of one of the lists");
        assertThatThrownBy(() -> sql("SELECT * FROM all.campaigns"))
                .hasStackTraceContaining("Klaviyo lists campaigns of one messages.channel at a time.");
        assertThat(klaviyo.requests()).isZero();
    }
}
