package io.github.klaviyospark.spark.rows;

import io.github.klaviyospark.core.mapping.MappingPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * Columns at the places of a record where a source mapping looks for them: a mapping read backwards. An array on the way
 * has one element, since a row is one object.
 */
public final class PlacedForm implements RecordForm {

    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, ArrayList<MappingPath>> places = new LinkedHashMap<>();

    /**
     * Places columns.
     *
     * @param places where the value of each column goes; columns without a place are not written
     * @throws IllegalArgumentException when two places are the same, or one lies within another
     */
    public PlacedForm(Map<String, List<MappingPath>> places) {
        places.forEach((column, paths) -> this.places.put(column, new ArrayList<>(paths)));
        // Found out here and not by the first task.
        tree();
    }

    private PlaceTree tree() {
        PlaceTree root = new PlaceTree();
        places.forEach((column, paths) -> {
            for (MappingPath path : paths) {
                List<Optional<String>> steps = path.steps();
                root.put(steps, 0, column, path);
            }
        });
        return root;
    }

    @Override
    public RowWriter writer(StructType schema, boolean omitNulls) {
        return tree().writer(schema, ValueWriters.strict(omitNulls), omitNulls);
    }

    @Override
    public String toString() {
        return "PlacedForm" + places;
    }
}
