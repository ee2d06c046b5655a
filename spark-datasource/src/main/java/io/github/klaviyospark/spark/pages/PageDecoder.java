package io.github.klaviyospark.spark.pages;

import com.fasterxml.jackson.core.JsonToken;
import io.github.klaviyospark.core.client.UnreadableAnswerException;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.page.Page;
import io.github.klaviyospark.core.page.PageFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Makes rows of a page in one pass over its bytes, without a tree. Compiled for the columns that a query wants; everything
 * else in the document is skipped.
 *
 * <p>Not safe for several threads at a time.
 */
public final class PageDecoder implements PageFormat<InternalRow> {

    private final ResourceReader resources;
    private final IncludedReader included;
    private final boolean isOne;
    private final Unreadables unreadables = new Unreadables();

    /**
     * A decoder for some columns of a collection.
     *
     * @param wanted the columns, pruned as Spark likes
     */
    public PageDecoder(StructType wanted, CollectionDescriptor collection) {
        this.included = new IncludedReader(wanted, collection);
        this.isOne = collection.isOne();
        this.resources = new ResourceReader(wanted, collection, included.includes());
    }

    @Override
    public Page<InternalRow> read(byte[] bytes) throws UnreadableAnswerException {
        included.clear();
        try (Document document = Document.of(bytes, unreadables)) {
            return read(document);
        } catch (UnreadableAnswerException e) {
            throw e;
        } catch (IOException e) {
            // The message of the parser quotes the document.
            throw new UnreadableAnswerException("the page of " + bytes.length + " bytes is cut off or no JSON");
        }
    }

    private Page<InternalRow> read(Document document) throws IOException {
        List<Resource> found = null;
        String next = null;
        if (document.next() != JsonToken.START_OBJECT) {
            throw new UnreadableAnswerException("the page is no JSON object");
        }

        while (document.next() == JsonToken.FIELD_NAME) {
            String name = document.name();
            JsonToken token = document.next();
            if (name.equals("data") && token == JsonToken.START_ARRAY) {
                found = data(document);
            } else if (name.equals("data") && isOne) {
                found = one(document);
            } else if (name.equals("included") && token == JsonToken.START_ARRAY) {
                included.read(document);
            } else if (name.equals("links") && token == JsonToken.START_OBJECT) {
                next = next(document);
            } else {
                document.skip();
            }
        }
        if (found == null) {
            throw new UnreadableAnswerException("the page has no data");
        }
        if (document.next() != null) {
            throw new UnreadableAnswerException("the page goes on behind its end");
        }
        return page(found, next);
    }

    private List<Resource> data(Document document) throws IOException {
        List<Resource> found = new ArrayList<>(100);
        while (document.next() != JsonToken.END_ARRAY) {
            found.add(resource(document));
        }
        return found;
    }

    /** The only resource there can be, or none. */
    private List<Resource> one(Document document) throws IOException {
        return document.token() == JsonToken.VALUE_NULL ? List.of() : List.of(resource(document));
    }

    private Resource resource(Document document) throws IOException {
        Resource resource = document.token() == JsonToken.START_OBJECT ? resources.read(document) : null;
        if (resource == null || resource.id() == null) {
            throw new UnreadableAnswerException("the page has a resource without an id");
        }
        return resource;
    }

    private static String next(Document document) throws IOException {
        String next = null;
        while (document.next() == JsonToken.FIELD_NAME) {
            boolean isNext = document.name().equals("next");
            if (document.next() == JsonToken.VALUE_STRING && isNext) {
                next = document.text();
            } else {
                document.skip();
            }
        }
        return next;
    }

    private Page<InternalRow> page(List<Resource> found, String next) {
        List<InternalRow> rows = new ArrayList<>(found.size());
        List<UTF8String> ids = new ArrayList<>(found.size());
        for (Resource resource : found) {
            included.complete(resource);
            rows.add(new GenericInternalRow(resource.values()));
            ids.add(resource.id());
        }
        return new Page<>(rows, ids, next);
    }

    /** How many values became null because they were of another kind than their field. */
    public long unreadableValues() {
        return unreadables.total();
    }

    /** The fields that such values stood in, with how many; no values. */
    public String unreadableFields() {
        return unreadables.toString();
    }
}
