package io.github.klaviyospark.spark.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InterpretedOrdering;
import org.apache.spark.sql.catalyst.expressions.InterpretedProjection;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.execution.CollectLimitExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.GlobalLimitExec;
import org.apache.spark.sql.execution.LocalLimitExec;
import org.apache.spark.sql.execution.LocalTableScanExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SortExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.TakeOrderedAndProjectExec;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Runs the physical plans of simple queries row by row, without a Spark job. What a scan was asked for it really reads;
 * what is left of filters, orders and limits is evaluated by Spark's own interpreted expressions.
 */
final class PlanEvaluator {

    private PlanEvaluator() {}

    static List<InternalRow> rows(SparkPlan plan) {
        if (plan instanceof BatchScanExec scan) {
            return read((KlaviyoScan) scan.scan());
        }
        if (plan instanceof LocalTableScanExec local) {
            return new ArrayList<>(JavaConverters.seqAsJavaList(local.rows()));
        }
        if (plan instanceof CollectLimitExec limit) {
            return first(limit.limit(), rows(limit.child()));
        }
        if (plan instanceof GlobalLimitExec limit) {
            return first(limit.limit(), rows(limit.child()));
        }
        if (plan instanceof LocalLimitExec limit) {
            return first(limit.limit(), rows(limit.child()));
        }
        if (plan instanceof FilterExec filter) {
            Seq<Expression> condition = JavaConverters.asScalaBuffer(List.of(filter.condition()));
            InterpretedProjection isTrue =
                    new InterpretedProjection(condition, filter.child().output());
            return rows(filter.child()).stream()
                    .filter(row -> Boolean.TRUE.equals(isTrue.apply(row).get(0, DataTypes.BooleanType)))
                    .toList();
        }
        if (plan instanceof ProjectExec project) {
            return projected(rows(project.child()), project.projectList(), project.child());
        }
        if (plan instanceof SortExec sort) {
            return sorted(rows(sort.child()), sort.sortOrder(), sort.child());
        }
        if (plan instanceof TakeOrderedAndProjectExec top) {
            List<InternalRow> first = first(top.limit(), sorted(rows(top.child()), top.sortOrder(), top.child()));
            return projected(first, top.projectList(), top.child());
        }
        throw new AssertionError("A plan that is not known here: " + plan);
    }

    private static List<InternalRow> first(int limit, List<InternalRow> rows) {
        return limit < 0 ? rows : rows.subList(0, Math.min(limit, rows.size()));
    }

    private static List<InternalRow> sorted(List<InternalRow> rows, Seq<SortOrder> order, SparkPlan child) {
        List<InternalRow> sorted = new ArrayList<>(rows);
        sorted.sort(new InterpretedOrdering(order, child.output()));
        return sorted;
    }

    private static List<InternalRow> projected(
            List<InternalRow> rows, Seq<NamedExpression> projectList, SparkPlan child) {
        @SuppressWarnings("unchecked")
        Seq<Expression> expressions = (Seq<Expression>) (Seq<?>) projectList;
        InterpretedProjection projection = new InterpretedProjection(expressions, child.output());
        return rows.stream().map(projection::apply).toList();
    }

    private static List<InternalRow> read(KlaviyoScan scan) {
        List<InternalRow> rows = new ArrayList<>();
        for (InputPartition partition : scan.planInputPartitions()) {
            try (PartitionReader<InternalRow> reader =
                    scan.createReaderFactory().createReader(partition)) {
                while (reader.next()) {
                    rows.add(reader.get().copy());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rows;
    }
}
