package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.bulk.BulkTarget;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.DataSourceRecords;
import io.github.klaviyospark.core.bulk.ObjectRecordDeletes;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.target.Change;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.Targets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a path and an operation mean together: records for a data source, objects of a type that are deleted, or a
 * resource of Klaviyo with what is done to it.
 *
 * @param objectType id or title of the type whose objects are deleted, if any are
 * @param target the resource, if it is one
 */
record WritePath(Optional<String> objectType, Optional<Target> target) {

    private static final String DATA_SOURCE_RECORDS = "data-source-records";
    private static final Pattern OBJECT_RECORDS = Pattern.compile("object-types/(.+)/object-records");

    static WritePath of(OptionValues options) {
        String path = options.get(Settings.PATH).orElse(DATA_SOURCE_RECORDS);
        Change change = options.orFallback(Settings.OPERATION);
        Matcher objects = OBJECT_RECORDS.matcher(path);
        if (objects.matches()) {
            return ofObjects(objects, change, options);
        }
        if (Targets.all().stream().anyMatch(target -> target.name().equals(path))) {
            return ofTarget(path, change, options);
        }
        check(
                path.equals(DATA_SOURCE_RECORDS),
                "Nothing can be written to '" + path + "'. Writable paths: "
                        + Stream.concat(
                                        Stream.of(
                                                DATA_SOURCE_RECORDS,
                                                "object-types/TYPE/object-records with operation=delete"),
                                        Targets.all().stream().map(Target::name).distinct())
                                .collect(Collectors.joining(", "))
                        + ".");
        check(
                change == Change.CREATE,
                "Records of a data source cannot be " + change.label()
                        + "d by themselves: a record replaces the one with"
                        + " the same id, and the objects that were made from records are deleted with the path"
                        + " object-types/TYPE/object-records, with id or title of the object type.");
        return new WritePath(Optional.empty(), Optional.empty());
    }

    private static WritePath ofObjects(Matcher objects, Change change, OptionValues options) {
        check(
                change == Change.DELETE,
                "Objects are made from the records of a data source: write those to " + DATA_SOURCE_RECORDS
                        + ". What can be done to '" + objects.group() + "' is operation=delete.");
        check(
                options.get(Settings.DATA_SOURCE).isEmpty()
                        && options.get(Settings.CREATE_DATA_SOURCE).isEmpty(),
                "Objects are deleted from their object type, and the path names it: leave dataSource and"
                        + " createDataSource out.");
        return new WritePath(Optional.of(objects.group(1)), Optional.empty());
    }

    private static WritePath ofTarget(String path, Change change, OptionValues options) {
        Target target = Targets.find(path, change)
                .orElseThrow(() -> new IllegalArgumentException("With operation=" + change.label() + " nothing can be"
                        + " written to '" + path + "'. Operations for it: "
                        + Targets.all().stream()
                                .filter(known -> known.name().equals(path))
                                .map(known -> known.change().label())
                                .collect(Collectors.joining(", "))
                        + "."));
        for (Setting<?> ofRecords : List.of(Settings.DATA_SOURCE, Settings.CREATE_DATA_SOURCE, Settings.INGEST)) {
            check(
                    options.get(ofRecords).isEmpty(),
                    "Option " + ofRecords.name() + " is about the records of data sources, and the path is '" + path
                            + "'. Leave it out.");
        }
        check(
                options.get(Settings.OMIT_NULLS).orElse(true),
                "nulls=send is for the records of data sources: a null column of '" + path
                        + "' says nothing and changes nothing. Leave nulls out.");
        return new WritePath(Optional.empty(), Optional.of(target));
    }

    /** Whether rows are records of a data source. */
    boolean isRecords() {
        return objectType.isEmpty() && target.isEmpty();
    }

    Operation operation(boolean isSingle) {
        if (target.isPresent()) {
            return target.get().operation();
        }
        if (objectType.isPresent()) {
            return ObjectRecordDeletes.OPERATION;
        }
        return isSingle ? Operation.CREATE_DATA_SOURCE_RECORD : Operation.BULK_CREATE_DATA_SOURCE_RECORDS;
    }

    /** What a request takes at most. */
    ChunkLimits limits() {
        BulkTarget known = objectType.isPresent() ? new ObjectRecordDeletes() : DataSourceRecords.into("");
        return target.map(BulkTarget.class::cast).orElse(known).limits();
    }

    private static void check(boolean isAllowed, String otherwise) {
        if (!isAllowed) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    @Override
    public String toString() {
        return target.map(Target::toString).orElse(isRecords() ? DATA_SOURCE_RECORDS : "object-records");
    }
}
