package io.github.klaviyospark.spark.catalog;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.spark.account.Account;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Reads a table about the account. */
final class AccountRows implements PartitionReader<InternalRow> {

    private final AccountTables table;
    private final Account account;
    private Iterator<InternalRow> rows;
    private InternalRow row;

    private AccountRows(AccountTables table, Account account) {
        this.table = table;
        this.account = account;
    }

    @Override
    public boolean next() throws IOException {
        if (rows == null) {
            List<InternalRow> all = new ArrayList<>();
            try (KlaviyoClient client = account.client().build()) {
                table.read(client, all::add);
            }
            rows = all.iterator();
        }
        row = rows.hasNext() ? rows.next() : null;
        return row != null;
    }

    @Override
    public InternalRow get() {
        return row;
    }

    @Override
    public void close() {
        // The client is closed as soon as it has answered.
    }

    /** All of it. */
    record Whole() implements InputPartition {

        private static final long serialVersionUID = 1L;
    }

    /**
     * What travels to the task.
     *
     * @param table what to read
     * @param account with the key in its wrapper
     */
    record Factory(AccountTables table, Account account) implements PartitionReaderFactory {

        private static final long serialVersionUID = 1L;

        @Override
        public PartitionReader<InternalRow> createReader(InputPartition partition) {
            return new AccountRows(table, account);
        }
    }
}
