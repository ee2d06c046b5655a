package io.github.klaviyospark.jobs;

import com.github.freva.asciitable.ColumnData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The first rows of a DataFrame for people. Spark's own drawing of them is not public, and not the same in all versions. */
final class ShownRows {

    private ShownRows() {}

    /**
     * A table, and a line when there are more rows.
     *
     * @param count how many rows at most
     * @param width how many characters of a value at most
     */
    static String table(Dataset<Row> rows, int count, int width) {
        String[] names = rows.columns();
        String[] texts = Arrays.stream(names)
                .map(ShownRows::quoted)
                .map(name -> "CAST(" + name + " AS STRING) AS " + name)
                .toArray(String[]::new);
        List<Row> found = rows.selectExpr(texts).takeAsList(count + 1);
        List<ColumnData<Row>> columns = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            int column = i;
            columns.add(Table.left(names[i], row -> shown(row.getString(column), width)));
        }
        String table = Table.of(found.subList(0, Math.min(count, found.size())), columns);
        return found.size() > count ? table + "\nOnly the first " + Table.count(count) + " rows are shown." : table;
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String shown(String value, int width) {
        if (value == null) {
            return "NULL";
        }
        // A cell is a line.
        String line = value.replaceAll("\\R", " ");
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }
}
