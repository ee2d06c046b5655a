package io.github.klaviyospark.spark.links;

import io.github.klaviyospark.spark.links.Reference.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.objectweb.asm.Opcodes;

/** Resolves what a class refers to by the rules of the JVM (JVMS 5.4.3 and 5.4.4), against the class files of one class path. */
final class Linker {

    private final Types types;

    Linker(Types types) {
        this.types = types;
    }

    /** What would fail, each with why; nothing for a class that links. */
    List<String> problems(byte[] classFile) {
        TypeFile from = TypeFile.of(classFile);
        List<String> problems = new ArrayList<>();
        for (Reference reference : ReferenceReader.of(classFile)) {
            // The JDK is not what is asked about.
            if (!isJdk(reference.owner())) {
                problem(from, reference).ifPresent(why -> problems.add(line(from, reference.toString(), why)));
            }
        }
        if (!from.isAbstract()) {
            notImplemented(from).forEach(method -> problems.add(line(from, method, "is abstract and not implemented")));
        }
        return problems;
    }

    /** Whether anybody may use this. */
    boolean finds(Reference reference) {
        TypeFile anybody = types.find("java/lang/Object").orElseThrow();
        return problem(anybody, reference).isEmpty();
    }

    private static boolean isJdk(String owner) {
        return owner.startsWith("java/") || owner.startsWith("javax/") || owner.startsWith("sun/misc/");
    }

    private static String line(TypeFile from, String what, String why) {
        return from.name().replace('/', '.') + ": " + what + " " + why;
    }

    private Optional<String> problem(TypeFile from, Reference reference) {
        Optional<TypeFile> found = types.find(reference.owner());
        if (found.isEmpty()) {
            return Optional.of("is not there");
        }
        TypeFile owner = found.get();
        if (!owner.isPublic() && !owner.packageName().equals(from.packageName())) {
            return Optional.of("is not public");
        }
        if (reference.form() == Form.SUPER_TYPE) {
            return owner.isFinal() ? Optional.of("is final") : asSuperType(from, owner);
        }
        return reference.form() == Form.TYPE ? Optional.empty() : member(from, owner, reference);
    }

    private static Optional<String> asSuperType(TypeFile from, TypeFile owner) {
        boolean extended = owner.name().equals(from.superName());
        return extended == owner.isInterface()
                ? Optional.of(extended ? "is an interface now" : "is a class now")
                : Optional.empty();
    }

    private Optional<String> member(TypeFile from, TypeFile owner, Reference reference) {
        Form form = reference.form();
        if (!form.isField() && form.isOnInterface() != owner.isInterface()) {
            return Optional.of(owner.isInterface() ? "is on an interface now" : "is on a class now");
        }
        for (TypeFile type : places(owner, reference)) {
            Integer access = members(form).apply(type).get(reference.member());
            if (access != null) {
                return form.fits(access)
                        ? access(from, type, access)
                        : Optional.of((access & Opcodes.ACC_STATIC) != 0 ? "is static now" : "is not static now");
            }
        }
        return Optional.of("is not there");
    }

    private static Function<TypeFile, Map<String, Integer>> members(Form form) {
        return form.isField() ? TypeFile::fields : TypeFile::methods;
    }

    /** Where the JVM looks, in its order. A constructor is not inherited, and neither is a static method of an interface. */
    private List<TypeFile> places(TypeFile owner, Reference reference) {
        if (reference.name().equals("<init>") || reference.form() == Form.STATIC_INTERFACE_METHOD) {
            return List.of(owner);
        }
        List<TypeFile> places = new ArrayList<>();
        if (reference.form().isField()) {
            for (TypeFile type : types.classes(owner)) {
                places.add(type);
                type.interfaces()
                        .forEach(name -> types.find(name).ifPresent(each -> places.addAll(types.interfaces(each))));
            }
            return places;
        }
        // Interfaces have the methods of Object, which is their super class in the class file.
        places.addAll(types.classes(owner));
        places.addAll(types.interfaces(owner));
        return places;
    }

    private Optional<String> access(TypeFile from, TypeFile declared, int access) {
        boolean allowed;
        if ((access & Opcodes.ACC_PUBLIC) != 0) {
            allowed = true;
        } else if ((access & Opcodes.ACC_PRIVATE) != 0) {
            // Nested classes are one nest, and let each other into what is private.
            allowed = nest(from.name()).equals(nest(declared.name()));
        } else {
            boolean inherited = (access & Opcodes.ACC_PROTECTED) != 0 && types.isSubtype(from, declared.name());
            allowed = inherited || from.packageName().equals(declared.packageName());
        }
        return allowed ? Optional.empty() : Optional.of("may not be used from here");
    }

    private static String nest(String name) {
        int inner = name.indexOf('$');
        return inner < 0 ? name : name.substring(0, inner);
    }

    /** The abstract methods that neither the class and those above it nor an interface implements. */
    private Set<String> notImplemented(TypeFile type) {
        List<TypeFile> classes = types.classes(type);
        List<TypeFile> interfaces = types.interfaces(type);
        Set<String> missing = new TreeSet<>();
        List<TypeFile> all = new ArrayList<>(classes);
        all.addAll(interfaces);
        for (TypeFile declaring : all) {
            declaring.methods().forEach((method, access) -> {
                if ((access & Opcodes.ACC_ABSTRACT) != 0
                        && classes.stream().noneMatch(each -> implementsIt(each, method))
                        && interfaces.stream()
                                .noneMatch(each ->
                                        implementsIt(each, method) && types.isSubtype(each, declaring.name()))) {
                    missing.add(declaring.name().replace('/', '.') + "." + method);
                }
            });
        }
        return missing;
    }

    private static boolean implementsIt(TypeFile type, String method) {
        Integer access = type.methods().get(method);
        return access != null && (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0;
    }
}
