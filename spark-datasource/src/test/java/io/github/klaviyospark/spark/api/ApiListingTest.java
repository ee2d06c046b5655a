package io.github.klaviyospark.spark.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles a class before and after a change, and looks what of it is found. */
class ApiListingTest {

    private static final String BEFORE = """
            package io.github.klaviyospark.tried;
            public class Account implements AutoCloseable {
                public static final int MOST = 5;
                public String name() { return ""; }
                protected void rename(String name) throws java.io.IOException {}
                void inside() {}
                public java.util.List<String> keys(int most) { return null; }
                @Override public void close() {}
                public enum Kind { TEST, LIVE }
                static class Hidden { public void seen() {} }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void findsARemovedPublicMethod() throws Exception {
        assertThat(lost("    public String name() { return \"\"; }\n", ""))
                .containsExactly("  public java.lang.String io.github.klaviyospark.tried.Account.name()");
    }

    @Test
    void findsAProtectedMethodThatBecamePrivate() throws Exception {
        assertThat(lost("protected void rename", "private void rename"))
                .containsExactly("  protected void io.github.klaviyospark.tried.Account.rename(java.lang.String)"
                        + " throws java.io.IOException");
    }

    @Test
    void findsAnotherParameterAndAnotherTypeArgument() throws Exception {
        String line = "  public java.util.List<java.lang.String> io.github.klaviyospark.tried.Account.keys(int)";

        assertThat(lost("keys(int most)", "keys(long most)")).containsExactly(line);
        assertThat(lost("List<String> keys", "List<Integer> keys")).containsExactly(line);
    }

    @Test
    void findsALostConstantOfAnEnumAndALostField() throws Exception {
        assertThat(lost("{ TEST, LIVE }", "{ LIVE }"))
                .singleElement()
                .asString()
                .endsWith("io.github.klaviyospark.tried.Account$Kind.TEST");
        assertThat(lost("public static final int MOST", "static final int MOST"))
                .containsExactly("  public static final int io.github.klaviyospark.tried.Account.MOST");
    }

    @Test
    void findsAClassThatLostAnInterfaceOrBecameFinal() throws Exception {
        String header = "public class io.github.klaviyospark.tried.Account : java.lang.AutoCloseable";

        assertThat(lost("public class Account", "public final class Account")).containsExactly(header);
        assertThat(lost(" implements AutoCloseable", "")).containsExactly(header);
    }

    @Test
    void leavesOutWhatCallersCannotName() throws Exception {
        assertThat(lost("void inside() {}", "")).isEmpty();
        assertThat(lost("public void seen() {}", "")).isEmpty();
        assertThat(listing(BEFORE).toString()).doesNotContain("inside", "Hidden");
    }

    @Test
    void allowsWhatIsNew() throws Exception {
        assertThat(lost("void inside() {}", "public void inside() {}")).isEmpty();
    }

    @Test
    void tellsWhichTypesCallersMeetWithoutAPromise() throws Exception {
        List<Class<?>> one = classes("""
                package io.github.klaviyospark.tried;
                public class Account {
                    public java.util.Map<String, ? extends Key[]> keys() { return null; }
                    public static class Key {}
                }
                """).stream()
                .filter(type -> type.getSimpleName().equals("Account"))
                .toList();

        assertThat(new ApiListing(one).unpromised()).containsExactly("io.github.klaviyospark.tried.Account$Key");
    }

    private List<String> lost(String text, String replacement) throws Exception {
        assertThat(BEFORE).contains(text);
        String after = BEFORE.replace(text, replacement).replace("@Override public void close", "public void close");
        return ApiListing.missing(listing(BEFORE), listing(after));
    }

    private List<String> listing(String source) throws Exception {
        return new ApiListing(classes(source)).lines();
    }

    private List<Class<?>> classes(String source) throws Exception {
        Path room = Files.createTempDirectory(folder, "compiled");
        Path file = Files.writeString(room.resolve("Account.java"), source);
        int exit = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", room.toString(), file.toString());
        assertThat(exit).isZero();

        URLClassLoader loader = new URLClassLoader(new URL[] {room.toUri().toURL()}, null);
        Path packageFolder = room.resolve("io/github/klaviyospark/tried");
        try (loader;
                var files = Files.list(packageFolder)) {
            List<String> names = files.map(path -> path.getFileName().toString().replace(".class", ""))
                    .toList();
            return loadAll(loader, names);
        }
    }

    private static List<Class<?>> loadAll(ClassLoader loader, List<String> names) throws Exception {
        List<Class<?>> types = new ArrayList<>();
        for (String name : names) {
            types.add(loader.loadClass("io.github.klaviyospark.tried." + name));
        }
        return types;
    }
}
