package io.github.klaviyospark.spark.pages;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.spark.sql.types.DataType;

/**
 * Values of Spark 4's VARIANT. This is compiled for Spark 3.5, which has no such type, so its classes are looked up when
 * a query wants one.
 */
final class Variants {

    private Variants() {}

    /** Whether a type is VARIANT; never on Spark 3.5. */
    static boolean isVariant(DataType type) {
        return type.typeName().equals("variant");
    }

    /** The JSON that begins here. The last of several members of a name counts. */
    static Object read(Document document, String path) throws IOException {
        String json = document.raw().toString();
        try {
            return Builder.FOUND.variant(json);
        } catch (IOException | RuntimeException e) {
            // Too large or too deep for one; the message may quote the document.
            return document.counted(path);
        }
    }

    private record Builder(MethodHandle parse, MethodHandle value, MethodHandle metadata, MethodHandle make) {

        private static final Builder FOUND = find();

        private static Builder find() {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            try {
                Class<?> built = Class.forName("org.apache.spark.types.variant.Variant");
                Class<?> builder = Class.forName("org.apache.spark.types.variant.VariantBuilder");
                Class<?> kept = Class.forName("org.apache.spark.unsafe.types.VariantVal");
                return new Builder(
                        lookup.findStatic(
                                builder, "parseJson", MethodType.methodType(built, String.class, boolean.class)),
                        lookup.findVirtual(built, "getValue", MethodType.methodType(byte[].class)),
                        lookup.findVirtual(built, "getMetadata", MethodType.methodType(byte[].class)),
                        lookup.findConstructor(kept, MethodType.methodType(void.class, byte[].class, byte[].class)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "This Spark has the type VARIANT, but makes its values in a way that is"
                                + " not known. Read properties as a map in the place of a variant.",
                        e);
            }
        }

        Object variant(String json) throws IOException {
            try {
                Object built = parse.invoke(json, true);
                return make.invoke((byte[]) value.invoke(built), (byte[]) metadata.invoke(built));
            } catch (IOException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
