package io.github.klaviyospark.spark.links;

import io.github.klaviyospark.spark.links.Reference.Form;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Collects all that a class file refers to: its super types, the types it names, and the members it uses, by method reference too. */
final class ReferenceReader extends ClassVisitor {

    private static final int ASM = Opcodes.ASM9;
    private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";

    private final Set<Reference> found = new TreeSet<>();

    private ReferenceReader() {
        super(ASM);
    }

    static Set<Reference> of(byte[] classFile) {
        ReferenceReader reader = new ReferenceReader();
        new ClassReader(classFile).accept(reader, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return reader.found;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        found.add(Reference.superType(superName));
        for (String type : interfaces) {
            found.add(Reference.superType(type));
        }
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
        type(Type.getType(descriptor));
        return null;
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] thrown) {
        type(Type.getMethodType(descriptor));
        return new Code();
    }

    private void type(Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> type(type.getElementType());
            case Type.OBJECT -> found.add(Reference.type(type.getInternalName()));
            case Type.METHOD -> {
                type(type.getReturnType());
                for (Type argument : type.getArgumentTypes()) {
                    type(argument);
                }
            }
            default -> {}
        }
    }

    /** A class, or an array of one: instructions name both in the same place. */
    private void named(String name) {
        type(Type.getObjectType(name));
    }

    private void member(Form form, String owner, String name, String descriptor) {
        named(owner);
        type(Type.getType(descriptor));
        // What an array can do is the JVM's own business.
        if (!owner.startsWith("[")) {
            found.add(new Reference(form, owner, name, descriptor));
        }
    }

    private void handle(Handle handle) {
        switch (handle.getTag()) {
            case Opcodes.H_GETFIELD, Opcodes.H_PUTFIELD, Opcodes.H_GETSTATIC, Opcodes.H_PUTSTATIC -> {
                boolean isStatic = handle.getTag() == Opcodes.H_GETSTATIC || handle.getTag() == Opcodes.H_PUTSTATIC;
                member(Form.field(isStatic), handle.getOwner(), handle.getName(), handle.getDesc());
            }
            default ->
                member(
                        Form.method(handle.getTag() == Opcodes.H_INVOKESTATIC, handle.isInterface()),
                        handle.getOwner(),
                        handle.getName(),
                        handle.getDesc());
        }
    }

    private void constant(Object value) {
        if (value instanceof Type type) {
            type(type);
        } else if (value instanceof Handle handle) {
            handle(handle);
        } else if (value instanceof ConstantDynamic dynamic) {
            type(Type.getType(dynamic.getDescriptor()));
            handle(dynamic.getBootstrapMethod());
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                constant(dynamic.getBootstrapMethodArgument(i));
            }
        }
    }

    private final class Code extends MethodVisitor {

        Code() {
            super(ASM);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            named(type);
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            type(Type.getType(descriptor));
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
            if (type != null) {
                named(type);
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            boolean isStatic = opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC;
            member(Form.field(isStatic), owner, name, descriptor);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
            member(Form.method(opcode == Opcodes.INVOKESTATIC, onInterface), owner, name, descriptor);
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(value);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            type(Type.getMethodType(descriptor));
            handle(bootstrap);
            for (Object argument : arguments) {
                constant(argument);
            }
            if (bootstrap.getOwner().equals(LAMBDAS)) {
                // The method that a lambda stands for is called by others; a lambda for another one would never be.
                String type = Type.getReturnType(descriptor).getInternalName();
                found.add(new Reference(Form.INTERFACE_METHOD, type, name, ((Type) arguments[0]).getDescriptor()));
            }
        }
    }
}
