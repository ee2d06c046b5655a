package io.github.klaviyospark.spark.links;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What a class file declares. */
final class TypeFile extends ClassVisitor {

    private final Map<String, Integer> fields = new HashMap<>();
    private final Map<String, Integer> methods = new HashMap<>();
    private String name;
    private String superName;
    private List<String> interfaces;
    private int access;

    private TypeFile() {
        super(Opcodes.ASM9);
    }

    static TypeFile of(byte[] classFile) {
        TypeFile type = new TypeFile();
        new ClassReader(classFile)
                .accept(type, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return type;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        this.name = name;
        this.superName = superName;
        this.interfaces = List.of(interfaces);
        this.access = access;
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
        fields.put(name + descriptor, access);
        return null;
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] thrown) {
        methods.put(name + descriptor, access);
        return null;
    }

    String name() {
        return name;
    }

    /** Null for {@code java.lang.Object} only. */
    String superName() {
        return superName;
    }

    List<String> interfaces() {
        return interfaces;
    }

    boolean isInterface() {
        return (access & Opcodes.ACC_INTERFACE) != 0;
    }

    boolean isAbstract() {
        return (access & Opcodes.ACC_ABSTRACT) != 0;
    }

    boolean isFinal() {
        return (access & Opcodes.ACC_FINAL) != 0;
    }

    boolean isPublic() {
        return (access & Opcodes.ACC_PUBLIC) != 0;
    }

    /** The flags of each field by name and descriptor. */
    Map<String, Integer> fields() {
        return fields;
    }

    /** The flags of each method by name and descriptor. */
    Map<String, Integer> methods() {
        return methods;
    }

    String packageName() {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }
}
