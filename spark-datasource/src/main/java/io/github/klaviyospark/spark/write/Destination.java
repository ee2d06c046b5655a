package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.BulkTarget;
import io.github.klaviyospark.core.bulk.DataSourceRecords;
import io.github.klaviyospark.core.bulk.ObjectRecordDeletes;
import io.github.klaviyospark.core.bulk.RecordTarget;
import io.github.klaviyospark.core.bulk.SingleDataSourceRecord;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.objects.DataSource;
import io.github.klaviyospark.core.objects.DataSources;
import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.options.WriteConf;
import io.github.klaviyospark.spark.rows.ObjectIdForm;
import io.github.klaviyospark.spark.rows.RecordForm;
import io.github.klaviyospark.spark.rows.RowEncoder;
import io.github.klaviyospark.spark.run.RunSettings;
import java.io.IOException;
import org.apache.spark.sql.types.StructType;

/**
 * Where the rows of a write go.
 *
 * @param kind what it is, as reports name it
 * @param id its id; null as long as the account was not asked
 * @param title its title, or how the user named it
 * @param target the endpoint
 * @param form what rows become for it
 */
record Destination(String kind, String id, String title, BulkTarget target, RecordForm form) {

    private static final String DATA_SOURCE = "dataSource";
    private static final String OBJECT_TYPE = "objectType";
    private static final String RESOURCE = "resource";

    /** Every id has 26 characters, so the sizes are right for a destination that is not known yet. */
    private static final String SOME_ID = "0".repeat(26);

    /** What it is, in words. */
    String words() {
        return switch (kind) {
            case DATA_SOURCE -> "data source";
            case OBJECT_TYPE -> "object type";
            default -> kind;
        };
    }

    /** The destination before the account was asked for it: good for counting, not for sending. */
    static Destination unknown(WriteConf conf, RecordForm form) {
        if (conf.target().isPresent()) {
            return resource(conf.target().get(), form);
        }
        return conf.deletesFrom()
                .map(type -> deleting(null, type, SOME_ID, conf))
                .orElseGet(() -> new Destination(DATA_SOURCE, null, conf.dataSource(), records(SOME_ID, conf), form));
    }

    /**
     * Looks the destination up, or makes it where that is wanted.
     *
     * @throws IllegalArgumentException when there is none
     */
    static Destination find(WriteConf conf, RecordForm form, KlaviyoClient client) throws IOException {
        if (conf.target().isPresent()) {
            return resource(conf.target().get(), form);
        }
        if (conf.deletesFrom().isPresent()) {
            String named = conf.deletesFrom().get();
            ObjectType type = new ObjectTypes(client)
                    .find(named)
                    .orElseThrow(() -> new IllegalArgumentException("There is no object type '" + named
                            + "' in this account. Check the title or id in object-types/…/object-records."));
            return deleting(type.id(), type.title(), type.id(), conf);
        }

        DataSources sources = new DataSources(client);
        DataSource source = conf.createsDataSource()
                ? sources.findOrCreate(conf.dataSource())
                : sources.find(conf.dataSource())
                        .orElseThrow(() -> new IllegalArgumentException("There is no data source '" + conf.dataSource()
                                + "' in this account. Check the title or id, or set createDataSource=true to make one with"
                                + " this title."));
        return new Destination(DATA_SOURCE, source.id(), source.title(), records(source.id(), conf), form);
    }

    /** A resource that every account has. */
    private static Destination resource(Target target, RecordForm form) {
        return new Destination(RESOURCE, target.toString(), target.toString(), target, form);
    }

    private static RecordTarget records(String dataSourceId, WriteConf conf) {
        return conf.sendsSingly() ? SingleDataSourceRecord.into(dataSourceId) : DataSourceRecords.into(dataSourceId);
    }

    /**
     * Looks the destination up in an account.
     *
     * @throws IllegalArgumentException when there is none
     */
    static Destination find(WriteConf conf, RecordForm form, Account account) throws IOException {
        try (KlaviyoClient client = account.client().build()) {
            return find(conf, form, client);
        }
    }

    /** What must be the same for all jobs that one set of receipts is to serve. */
    RunSettings settings(WriteConf conf, StructType schema) {
        return new RunSettings(
                RowEncoder.VERSION, conf.connection().endpoint().toString(), id, schema.catalogString(), conf.ofRun());
    }

    private static Destination deleting(String id, String title, String idToSend, WriteConf conf) {
        RecordForm ids = new ObjectIdForm(idToSend, conf.idFields().get(0));
        return new Destination(OBJECT_TYPE, id, title, new ObjectRecordDeletes(), ids);
    }
}
