package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.target.ColumnKind;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.TargetColumn;
import io.github.klaviyospark.core.target.Targets;
import java.util.List;
import java.util.stream.Collectors;

/** The resources that rows can be sent to, as people read them. */
final class TargetList {

    private TargetList() {}

    /** A table of all of them. */
    static String table() {
        return Table.of(
                Targets.all(),
                List.of(
                        Table.left("--to", Target::name),
                        Table.left("--operation", target -> target.change().label()),
                        Table.right(
                                "rows a request",
                                target -> Table.count(target.limits().records())),
                        Table.right(
                                "bytes a request",
                                target -> Table.count(target.limits().bytes())),
                        Table.left(
                                "requests",
                                target -> target.operation().limits().toString()),
                        Table.left("a job", target -> target.job().isPresent() ? "yes" : "no"),
                        Table.left("columns", TargetList::columns)));
    }

    private static String columns(Target target) {
        return target.columns().stream().map(TargetList::column).collect(Collectors.joining(", "));
    }

    private static String column(TargetColumn column) {
        String kind =
                column.kind() == ColumnKind.TEXT ? "" : " (" + column.kind().words() + ")";
        return column.name() + (column.isRequired() ? "*" : "") + kind;
    }

    /** The names, each once. */
    static String names() {
        return Targets.all().stream().map(Target::name).distinct().collect(Collectors.joining(", "));
    }

    /** What can be done with a resource. */
    static String changes(String name) {
        return Targets.all().stream()
                .filter(target -> target.name().equals(name))
                .map(target -> target.change().label())
                .collect(Collectors.joining(", "));
    }
}
