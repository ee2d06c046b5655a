package io.github.klaviyospark.spark.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Class files with one mistake each, all of which the check must find. */
@Tag("matrix")
class LinkerTest {

    private static final String ROW = "org/apache/spark/sql/Row";
    private static final String STRUCT = "org/apache/spark/sql/types/StructType";
    private static final Linker LINKER = new Linker(new Types(ClassLoader.getSystemClassLoader()));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INVOKEVIRTUAL   | types/StructType | namesOfAll   | ()[Ljava/lang/String; | is not there
            INVOKEVIRTUAL   | types/StructType | fieldNames   | ()Ljava/util/List;    | is not there
            INVOKESTATIC    | types/StructType | fieldNames   | ()[Ljava/lang/String; | is not static now
            INVOKEVIRTUAL   | types/DataTypes  | createArrayType | (Lorg/apache/spark/sql/types/DataType;)Lorg/apache/spark/sql/types/ArrayType; | is static now
            INVOKEINTERFACE | types/StructType | fieldNames   | ()[Ljava/lang/String; | is on a class now
            INVOKEVIRTUAL   | Row              | length       | ()I                   | is on an interface now
            INVOKESPECIAL   | types/StructType | <init>       | (Ljava/lang/String;)V | is not there
            GETSTATIC       | types/DataTypes  | TextType     | Lorg/apache/spark/sql/types/DataType; | is not there
            GETSTATIC       | types/DataTypes  | StringType   | Lorg/apache/spark/sql/types/StringType; | is not there
            GETFIELD        | types/DataTypes  | StringType   | Lorg/apache/spark/sql/types/DataType; | is static now
            """)
    void findsABadMember(String instruction, String type, String name, String descriptor, String why) {
        String owner = "org/apache/spark/sql/" + type;
        int opcode = opcode(instruction);

        assertThat(LINKER.problems(method(code -> {
                    if (descriptor.startsWith("(")) {
                        code.visitMethodInsn(opcode, owner, name, descriptor, onInterface(instruction));
                    } else {
                        code.visitFieldInsn(opcode, owner, name, descriptor);
                    }
                })))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("planted.Planted: ")
                .contains(owner.replace('/', '.') + "." + name)
                .endsWith(" " + why);
    }

    private static boolean onInterface(String instruction) {
        return instruction.equals("INVOKEINTERFACE");
    }

    private static int opcode(String name) {
        return switch (name) {
            case "INVOKEVIRTUAL" -> Opcodes.INVOKEVIRTUAL;
            case "INVOKESTATIC" -> Opcodes.INVOKESTATIC;
            case "INVOKEINTERFACE" -> Opcodes.INVOKEINTERFACE;
            case "INVOKESPECIAL" -> Opcodes.INVOKESPECIAL;
            case "GETSTATIC" -> Opcodes.GETSTATIC;
            case "GETFIELD" -> Opcodes.GETFIELD;
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Test
    void findsATypeThatIsGone() {
        assertThat(LINKER.problems(method(code -> code.visitTypeInsn(Opcodes.INSTANCEOF, "[Lorg/apache/spark/Gone;"))))
                .containsExactly("planted.Planted: type org.apache.spark.Gone is not there");
        assertThat(LINKER.problems(method(code -> code.visitLdcInsn(Type.getObjectType("scala/Gone")))))
                .containsExactly("planted.Planted: type scala.Gone is not there");
    }

    @Test
    void findsABadMethodReference() {
        Handle gone = new Handle(Opcodes.H_INVOKEVIRTUAL, STRUCT, "namesOfAll", "()[Ljava/lang/String;", false);

        assertThat(LINKER.problems(method(code -> lambda(code, "java/util/function/Supplier", "get", gone))))
                .containsExactly("planted.Planted: method org.apache.spark.sql.types.StructType.namesOfAll"
                        + "()[Ljava/lang/String; is not there");
    }

    @Test
    void findsALambdaForAMethodThatIsCalledOtherwise() {
        Handle there = new Handle(Opcodes.H_INVOKEVIRTUAL, STRUCT, "fieldNames", "()[Ljava/lang/String;", false);
        String function = "org/apache/spark/api/java/function/MapPartitionsFunction";

        assertThat(LINKER.problems(method(code -> lambda(code, function, "run", there))))
                .containsExactly("planted.Planted: interface method org.apache.spark.api.java.function."
                        + "MapPartitionsFunction.run()Ljava/lang/Object; is not there");
    }

    private static void lambda(MethodVisitor code, String type, String name, Handle target) {
        Handle bootstrap = new Handle(
                Opcodes.H_INVOKESTATIC,
                "java/lang/invoke/LambdaMetafactory",
                "metafactory",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                        + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;)"
                        + "Ljava/lang/invoke/CallSite;",
                false);
        Type called = Type.getMethodType("()Ljava/lang/Object;");
        code.visitInvokeDynamicInsn(name, "(L" + STRUCT + ";)L" + type + ";", bootstrap, called, target, called);
    }

    @Test
    void findsSuperTypesOfAnotherKind() {
        assertThat(LINKER.problems(type(ROW)))
                .contains("planted.Planted: super type org.apache.spark.sql.Row is an interface now");
        assertThat(LINKER.problems(type("java/lang/Object", "org/apache/spark/sql/types/DataType")))
                .containsExactly("planted.Planted: super type org.apache.spark.sql.types.DataType is a class now");
    }

    @Test
    void findsAnAbstractMethodThatNobodyImplements() {
        assertThat(LINKER.problems(type("java/lang/Object", "org/apache/spark/sql/connector/read/Batch")))
                .containsExactlyInAnyOrder(
                        "planted.Planted: org.apache.spark.sql.connector.read.Batch.planInputPartitions"
                                + "()[Lorg/apache/spark/sql/connector/read/InputPartition; is abstract and not implemented",
                        "planted.Planted: org.apache.spark.sql.connector.read.Batch.createReaderFactory"
                                + "()Lorg/apache/spark/sql/connector/read/PartitionReaderFactory; is abstract and not implemented");
    }

    @Test
    void findsWhatMayNotBeUsed() {
        String options = "org/apache/spark/sql/util/CaseInsensitiveStringMap";

        assertThat(LINKER.problems(
                        method(code -> code.visitFieldInsn(Opcodes.GETFIELD, options, "original", "Ljava/util/Map;"))))
                .containsExactly("planted.Planted: field org.apache.spark.sql.util.CaseInsensitiveStringMap.original"
                        + ": Ljava/util/Map; may not be used from here");
    }

    @Test
    void findsNothingWhereNothingIsWrong() {
        assertThat(LINKER.problems(method(code -> {
                    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, STRUCT, "json", "()Ljava/lang/String;", false);
                    code.visitMethodInsn(Opcodes.INVOKEINTERFACE, ROW, "toString", "()Ljava/lang/String;", true);
                    code.visitMethodInsn(
                            Opcodes.INVOKEVIRTUAL, "[L" + ROW + ";", "clone", "()Ljava/lang/Object;", false);
                })))
                .as("inherited from a class, from Object, and of an array")
                .isEmpty();
    }

    private static byte[] method(Consumer<MethodVisitor> instructions) {
        ClassWriter type = planted("java/lang/Object");
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC, "run", "()V", null, null);
        code.visitCode();
        instructions.accept(code);
        code.visitMaxs(0, 0);
        code.visitEnd();
        return type.toByteArray();
    }

    private static byte[] type(String superName, String... interfaces) {
        return planted(superName, interfaces).toByteArray();
    }

    private static ClassWriter planted(String superName, String... interfaces) {
        ClassWriter type = new ClassWriter(0);
        type.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "planted/Planted", null, superName, interfaces);
        return type;
    }
}
