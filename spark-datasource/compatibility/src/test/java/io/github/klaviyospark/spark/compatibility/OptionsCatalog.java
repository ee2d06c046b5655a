package io.github.klaviyospark.spark.compatibility;

import io.github.klaviyospark.spark.KlaviyoTableProvider;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The format's table under a name, with options from the catalog's settings, so that SQL can explain a write to it. */
public final class OptionsCatalog implements TableCatalog {

    private CaseInsensitiveStringMap options;

    public OptionsCatalog() {}

    @Override
    public void initialize(String name, CaseInsensitiveStringMap settings) {
        this.options = settings;
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public Table loadTable(Identifier identifier) {
        SupportsWrite table =
                (SupportsWrite) new KlaviyoTableProvider().getTable(new StructType(), new Transform[0], Map.of());
        return new SupportsWrite() {
            @Override
            public String name() {
                return table.name();
            }

            @Override
            @SuppressWarnings("deprecation")
            public StructType schema() {
                return new StructType();
            }

            @Override
            public Column[] columns() {
                return new Column[0];
            }

            @Override
            public Set<TableCapability> capabilities() {
                return table.capabilities();
            }

            @Override
            public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
                return table.newWriteBuilder(new LogicalWriteInfo() {
                    @Override
                    public CaseInsensitiveStringMap options() {
                        return options;
                    }

                    @Override
                    public String queryId() {
                        return info.queryId();
                    }

                    @Override
                    public StructType schema() {
                        return info.schema();
                    }
                });
            }
        };
    }

    @Override
    public Identifier[] listTables(String[] namespace) {
        return new Identifier[0];
    }

    @Override
    @SuppressWarnings("deprecation")
    public Table createTable(
            Identifier identifier, StructType schema, Transform[] partitions, Map<String, String> properties) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Table alterTable(Identifier identifier, TableChange... changes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean dropTable(Identifier identifier) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void renameTable(Identifier from, Identifier to) {
        throw new UnsupportedOperationException();
    }
}
