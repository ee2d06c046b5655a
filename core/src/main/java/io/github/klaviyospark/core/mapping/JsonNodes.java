package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets paths run over Jackson's tree and hand out its nodes as they are. The provider that this extends copies each
 * result, and each result's path, through an object mapper into a new tree: the costliest part of reading a value.
 */
final class JsonNodes extends JacksonJsonNodeJsonProvider {

    @Override
    public Object createArray() {
        return new ArrayList<>(1);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void setArrayIndex(Object array, int index, Object value) {
        ((List<Object>) array).add(index, value);
    }

    @Override
    public Object getArrayIndex(Object array, int index) {
        return array instanceof ArrayNode node ? node.get(index) : ((List<?>) array).get(index);
    }

    @Override
    public int length(Object array) {
        return array instanceof JsonNode node ? node.size() : ((List<?>) array).size();
    }

    @Override
    public Iterable<?> toIterable(Object array) {
        return (Iterable<?>) array;
    }

    @Override
    public Object getMapValue(Object object, String key) {
        JsonNode value = ((ObjectNode) object).get(key);
        return value == null ? UNDEFINED : value;
    }

    @Override
    public Object unwrap(Object node) {
        return node;
    }
}
