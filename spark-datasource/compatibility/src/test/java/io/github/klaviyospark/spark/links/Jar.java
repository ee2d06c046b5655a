package io.github.klaviyospark.spark.links;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** A finished jar of this project. */
final class Jar {

    private static final String OURS = "io/github/klaviyospark/";
    private static final String NOT_OURS = "/shaded/";

    private final Path file;

    Jar(Path file) {
        this.file = file;
    }

    /** Our own class files by entry, without those of the libraries that were moved into our packages. */
    Map<String, byte[]> classFiles() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                String name = entry.getName();
                if (name.startsWith(OURS) && name.endsWith(".class") && !name.contains(NOT_OURS)) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        files.put(name, in.readAllBytes());
                    }
                }
            }
        }
        return files;
    }

    /** Sees what is in it beside all that this JVM sees, which is where Spark is. */
    URLClassLoader beside(ClassLoader spark) throws IOException {
        return new URLClassLoader(new URL[] {file.toUri().toURL()}, spark);
    }
}
