package io.github.klaviyospark.spark.links;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The class files that a class loader can see. They are read, never loaded. */
final class Types {

    private final Map<String, Optional<TypeFile>> read = new HashMap<>();
    private final ClassLoader loader;

    Types(ClassLoader loader) {
        this.loader = loader;
    }

    Optional<TypeFile> find(String name) {
        return read.computeIfAbsent(name, this::read);
    }

    private Optional<TypeFile> read(String name) {
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            return in == null ? Optional.empty() : Optional.of(TypeFile.of(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A type and its super classes, as far as there are any. */
    List<TypeFile> classes(TypeFile type) {
        List<TypeFile> classes = new ArrayList<>();
        Optional<TypeFile> next = Optional.of(type);
        while (next.isPresent()) {
            classes.add(next.get());
            next = Optional.ofNullable(next.get().superName()).flatMap(this::find);
        }
        return classes;
    }

    /** All interfaces of a type and of its super classes, and those that they extend; itself too, if it is one. */
    List<TypeFile> interfaces(TypeFile type) {
        Map<String, TypeFile> all = new LinkedHashMap<>();
        classes(type).forEach(each -> addInterfaces(each, all));
        return List.copyOf(all.values());
    }

    private void addInterfaces(TypeFile type, Map<String, TypeFile> all) {
        if (type.isInterface() && all.put(type.name(), type) != null) {
            return;
        }
        type.interfaces().forEach(name -> find(name).ifPresent(each -> addInterfaces(each, all)));
    }

    boolean isSubtype(TypeFile type, String of) {
        return classes(type).stream().anyMatch(each -> each.name().equals(of))
                || interfaces(type).stream().anyMatch(each -> each.name().equals(of));
    }
}
