package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.definition.ObjectDefinition;
import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.spark.KlaviyoAccount;
import io.github.klaviyospark.spark.KlaviyoCatalog;
import io.github.klaviyospark.spark.objects.ObjectPreview;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Verifies all object types of a definition that are made from a data source. */
final class Verifying {

    private static final String CATALOG = "klaviyo_verify";
    private static final List<String> OF_ACCOUNT =
            List.of("endpoint", "apikeysource", "revision", "maxretrywait", "maxstall", "requesttimeout");

    private final SparkSession spark;
    private final Map<String, String> options;
    private final Definition definition;
    private final VerifyOptions how;

    Verifying(SparkSession spark, Map<String, String> options, Definition definition, VerifyOptions how) {
        this.spark = spark;
        this.options = accountOptions(options);
        this.definition = definition;
        this.how = how;
    }

    /** Of all options those that say which account it is. */
    static Map<String, String> accountOptions(Map<String, String> options) {
        Map<String, String> own = new LinkedHashMap<>(options);
        own.keySet().removeIf(name -> !isOfAccount(name));
        return own;
    }

    /** Whether an option says which account it is, or how to speak to it. */
    static boolean isOfAccount(String option) {
        return OF_ACCOUNT.contains(option.toLowerCase(Locale.ROOT));
    }

    /**
     * Looks whether there is something to verify, before anything is sent.
     *
     * @throws IllegalArgumentException when the account lacks an object type of the definition
     */
    void check() throws IOException {
        try (KlaviyoClient client = KlaviyoAccount.client(options)) {
            ObjectTypes types = new ObjectTypes(client);
            for (ObjectDefinition object : definition.objects()) {
                type(types, object);
            }
        }
    }

    /**
     * Looks whether a definition knows a data source.
     *
     * @throws UsageException when none of its types is made from it
     */
    static void checkSource(Definition definition, String dataSource) {
        if (!definition.sources().contains(dataSource)) {
            throw new UsageException("No object type of the definition is made from the data source '" + dataSource
                    + "', but from " + String.join(", ", definition.sources()) + ". Name one with --data-source.");
        }
    }

    private static ObjectType type(ObjectTypes types, ObjectDefinition object) throws IOException {
        return types.find(object.title())
                .orElseThrow(() -> new IllegalArgumentException(
                        "The account has no object type '" + object.title() + "'. Run the verb provision first."));
    }

    /** Compares the objects that rows of a data source should have become, and says what is known. */
    boolean verify(Dataset<Row> rows, String dataSource, Instant since, JobReport job, PrintWriter out)
            throws IOException {
        spark.conf().set("spark.sql.catalog." + CATALOG, KlaviyoCatalog.class.getName());
        options.forEach((name, value) -> spark.conf().set("spark.sql.catalog." + CATALOG + "." + name, value));

        List<Verified> all = new ArrayList<>();
        try (KlaviyoClient client = KlaviyoAccount.client(options)) {
            for (ObjectDefinition object : definition.objects()) {
                if (object.source().equals(dataSource)) {
                    ObjectType type = type(new ObjectTypes(client), object);
                    String table = "`" + CATALOG + "`.`objects`.`" + type.id() + "`";
                    Dataset<Row> preview = ObjectPreview.of(rows, object.mapping());
                    try (VerifyProgress progress = VerifyProgress.of(object.title(), out)) {
                        all.add(new Verification(spark, client, type, table, preview, since, how.sample())
                                .run(how.maxWait(), progress));
                    }
                }
            }
        }
        all.forEach(one -> one.addTo(job.add("verified")));
        tell(all, out);
        return all.stream().allMatch(Verified::isProven);
    }

    private static void tell(List<Verified> all, PrintWriter out) {
        out.println(Verified.table(all));
        for (Verified one : all) {
            one.reasons().forEach(reason -> out.println(one.objectType() + " in the ingestion log: " + reason));
            if (one.unproven() > 0) {
                out.println(one.objectType() + ": " + Table.count(one.unproven())
                        + " objects are neither there as sent nor in the log. They may come later; verify again, or look at"
                        + " them in Klaviyo.");
            }
        }
        out.flush();
    }
}
