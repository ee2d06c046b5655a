package io.github.klaviyospark.core.target;

import static io.github.klaviyospark.core.target.Shaping.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogJobsTest {

    private final Shaping items = new Shaping(new CatalogJobs(CatalogKind.ITEM, Change.CREATE));
    private final Shaping itemUpdates = new Shaping(new CatalogJobs(CatalogKind.ITEM, Change.UPDATE));
    private final Shaping variants = new Shaping(new CatalogJobs(CatalogKind.VARIANT, Change.CREATE));

    @ParameterizedTest
    @CsvSource({
        "jar-1, $custom:::$default:::jar-1",
        "$custom:::$default:::jar-1, $custom:::$default:::jar-1",
        "$shop:::$default:::jar-1, $shop:::$default:::jar-1",
        "a:::b, $custom:::$default:::a:::b",
        "a:::b:::c, $custom:::$default:::a:::b:::c"
    })
    void anIdIsMadeWhole(String id, String whole) throws IOException {
        assertThat(tree(itemUpdates.request("{'external_id':'" + id + "'}")).findValue("id"))
                .isEqualTo(tree("'" + whole + "'"));
        assertThat(tree(itemUpdates.request("{'id':'" + id + "'}")).findValue("id"))
                .isEqualTo(tree("'" + whole + "'"));
    }

    @Test
    void anIdThatIsNumbersKeepsItsDigits() throws IOException {
        assertThat(tree(itemUpdates.request("{'external_id':100}")).findValue("id"))
                .isEqualTo(tree("'$custom:::$default:::100'"));
    }

    @Test
    void numbersKeepTheirDigits() throws IOException {
        assertThat(itemUpdates.request("{'id':'a','price':'10.10'}")).contains("\"price\":10.10");
        assertThat(itemUpdates.request("{'id':'a','price':10.10}")).contains("\"price\":10.10");
        assertThat(itemUpdates.request("{'id':'a','price':100.0}")).contains("\"price\":100.0");
        assertThat(itemUpdates.request("{'id':'a','price':0.12345678901234567891}"))
                .contains("\"price\":0.12345678901234567891");
    }

    @Test
    void aColumnThatIsNotKnownBecomesMetadata() throws IOException {
        assertThat(tree(itemUpdates.request("{'id':'a','custom_metadata':{'oak':true},'litres':2}"))
                        .findValue("custom_metadata"))
                .isEqualTo(tree("{'oak':true,'litres':2}"));
    }

    @Test
    void nothingIsSaidOfWhatIsNull() throws IOException {
        assertThat(tree(itemUpdates.request("{'id':'a','price':null,'category_ids':null,'custom_metadata':null}"))
                        .at("/data/attributes/items/data/0"))
                .isEqualTo(tree("{'type':'catalog-item','id':'$custom:::$default:::a','attributes':{}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'title':'t','description':'d','url':'u'} | column external_id is null, and must be given",
                "{'external_id':'','title':'t','description':'d','url':'u'} | column external_id is empty, and must be"
                        + " given",
                "{'external_id':'a','title':'t','url':'u'} | column description is null, and must be given",
                "{'external_id':'a','title':'t','description':'d','url':'u','price':'dear'} | column price holds no number",
                "{'external_id':'a','title':'t','description':'d','url':'u','custom_metadata':'oak'} | column"
                        + " custom_metadata holds a text that is no JSON",
                "{'external_id':'a','title':'t','description':'d','url':'u','category_ids':[1]} | column category_ids holds"
                        + " something else than texts"
            })
    void refusesAnItemThatKlaviyoWouldRefuse(String row, String message) {
        assertThatThrownBy(() -> items.shape(row))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'price':1,'inventory_quantity':2 | column item_id is null, and must be given",
                "'price':1,'item_id':'i' | column inventory_quantity is null, and must be given",
                "'inventory_quantity':2,'item_id':'i' | column price is null, and must be given",
                "'price':1,'inventory_quantity':2,'item_id':'i','inventory_policy':3 | column inventory_policy is none of"
                        + " 0, 1 and 2",
                "'price':1,'inventory_quantity':2,'item_id':'i','inventory_policy':0.5 | column inventory_policy holds no"
                        + " whole number"
            })
    void refusesAVariantThatKlaviyoWouldRefuse(String part, String message) {
        assertThatThrownBy(() -> variants.shape(
                        "{'external_id':'a','title':'t','description':'d','url':'u','sku':'s'," + part + "}"))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage(message);
    }

    @Test
    void refusesMetadataThatIsTooLarge() throws IOException {
        String most = "x".repeat(99_992);

        assertThat(itemUpdates
                        .shape("{'id':'a','custom_metadata':{'a':'" + most + "'}}")
                        .record())
                .hasSizeGreaterThan(100_000);
        assertThatThrownBy(() -> itemUpdates.shape("{'id':'a','custom_metadata':{'a':'x" + most + "'}}"))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage("column custom_metadata takes 100001 bytes of JSON, and Klaviyo takes 100000");
    }

    @Test
    void oneIdNamesWhatIsChanged() {
        assertThatThrownBy(() -> itemUpdates.shape("{'external_id':'a','id':'a'}"))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage("more than one of the columns external_id, id has a value, and exactly one must have");
        assertThatThrownBy(() -> itemUpdates.shape("{'external_id':null,'price':1}"))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage("none of the columns external_id, id has a value, and exactly one must have");
        assertThatThrownBy(() -> new CatalogJobs(CatalogKind.VARIANT, Change.DELETE).check(Set.of("sku")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Rows for catalog-variants (delete) need one of the columns external_id, id. Rename the"
                        + " column that holds it.");
    }

    @Test
    void refusesRowsThatCouldChangeNothing() {
        CatalogJobs updates = new CatalogJobs(CatalogKind.CATEGORY, Change.UPDATE);

        assertThatThrownBy(() -> updates.check(Set.of("external_id")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Rows for catalog-categories (update) need one of the columns name, item_ids. Rename the"
                        + " column that holds it.");
        updates.check(Set.of("id", "item_ids"));
    }

    @Test
    void followsItsJobsAtTheQuotaThatTheyHave() {
        assertThat(new CatalogJobs(CatalogKind.ITEM, Change.UPDATE)
                        .job()
                        .orElseThrow()
                        .get())
                .hasToString("GET /api/catalog-item-bulk-update-jobs/{id}")
                .extracting(get -> get.limits().toString())
                .isEqualTo("75/1s,750/60s");
        for (CatalogJobs cheap : new CatalogJobs[] {
            new CatalogJobs(CatalogKind.ITEM, Change.DELETE), new CatalogJobs(CatalogKind.CATEGORY, Change.CREATE)
        }) {
            assertThat(cheap.job().orElseThrow().get().limits()).hasToString("350/1s,3500/60s");
        }
    }

    @Test
    void readsSingleRequestsWhereTheyBelong() {
        String made = "{'data':{'type':'catalog-item','attributes':{'external_id':'a','title':'t'}}}";
        String changed = "{'data':{'type':'catalog-item','id':'$custom:::$default:::a','attributes':{'title':'t'}}}";

        assertThat(items.rows(made)).containsExactly(tree("{'external_id':'a','title':'t'}"));
        assertThat(items.rows(changed)).isEmpty();
        assertThat(itemUpdates.rows(made)).isEmpty();
        assertThat(itemUpdates.rows(changed)).containsExactly(tree("{'external_id':'a','title':'t'}"));
    }

    @Property(tries = 400)
    void whatIsSentCanBeReadBack(@ForAll Random random, @ForAll CatalogKind kind, @ForAll Change change)
            throws IOException {
        CatalogJobs target = new CatalogJobs(kind, change);
        RandomRow rows = new RandomRow(random);
        ObjectNode row = rows.of(target);
        if (change != Change.CREATE) {
            boolean isOthers = random.nextInt(4) == 0;
            row.remove(isOthers ? "external_id" : "id");
            row.put(isOthers ? "id" : "external_id", (isOthers ? "$shop:::$default:::" : "") + rows.text());
        }

        assertThat(new Shaping(target).back(row)).isEqualTo(tree(row.toString()));
    }
}
