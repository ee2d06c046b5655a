package io.github.klaviyospark.spark.links;

import org.objectweb.asm.Opcodes;

/**
 * What a class asks for, as the JVM looks for it when it links.
 *
 * @param form how it is used, which has to fit what is found
 * @param owner the class that is asked, with slashes
 * @param name of the member; empty for a type
 * @param descriptor of the member; empty for a type
 */
record Reference(Form form, String owner, String name, String descriptor) implements Comparable<Reference> {

    enum Form {
        TYPE,
        SUPER_TYPE,
        FIELD,
        STATIC_FIELD,
        METHOD,
        STATIC_METHOD,
        INTERFACE_METHOD,
        STATIC_INTERFACE_METHOD;

        static Form field(boolean isStatic) {
            return isStatic ? STATIC_FIELD : FIELD;
        }

        static Form method(boolean isStatic, boolean onInterface) {
            if (onInterface) {
                return isStatic ? STATIC_INTERFACE_METHOD : INTERFACE_METHOD;
            }
            return isStatic ? STATIC_METHOD : METHOD;
        }

        boolean isType() {
            return this == TYPE || this == SUPER_TYPE;
        }

        boolean isField() {
            return this == FIELD || this == STATIC_FIELD;
        }

        boolean isOnInterface() {
            return this == INTERFACE_METHOD || this == STATIC_INTERFACE_METHOD;
        }

        boolean fits(int access) {
            boolean isStatic = this == STATIC_FIELD || this == STATIC_METHOD || this == STATIC_INTERFACE_METHOD;
            return isStatic == ((access & Opcodes.ACC_STATIC) != 0);
        }
    }

    static Reference type(String name) {
        return new Reference(Form.TYPE, name, "", "");
    }

    static Reference superType(String name) {
        return new Reference(Form.SUPER_TYPE, name, "", "");
    }

    String member() {
        return name + descriptor;
    }

    @Override
    public int compareTo(Reference other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        String what = form.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        String type = owner.replace('/', '.');
        if (form.isType()) {
            return what + " " + type;
        }
        return what + " " + type + "." + name + (form.isField() ? ": " : "") + descriptor;
    }
}
