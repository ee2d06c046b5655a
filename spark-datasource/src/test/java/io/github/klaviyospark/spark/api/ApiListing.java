package io.github.klaviyospark.spark.api;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What callers can be compiled with, a line for each type and, indented, for each of its public and protected members. */
final class ApiListing {

    private static final String OURS = "io.github.klaviyospark.";

    private final List<Class<?>> types;

    /** Of the given classes those that can be named by callers. */
    ApiListing(Collection<Class<?>> classes) {
        types = classes.stream()
                .filter(ApiListing::canBeNamed)
                .sorted(Comparator.comparing(Class::getName))
                .toList();
    }

    private static boolean canBeNamed(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic() || !isOpen(type.getModifiers())) {
            return false;
        }
        return type.getEnclosingClass() == null || canBeNamed(type.getEnclosingClass());
    }

    private static boolean isOpen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    List<String> lines() {
        return types.stream()
                .flatMap(type -> Stream.concat(
                        Stream.of(header(type)),
                        members(type).map(ApiListing::line).sorted()))
                .toList();
    }

    /** Classes of this project that signatures name, though callers are not promised them. */
    Set<String> unpromised() {
        Set<Class<?>> named = new HashSet<>();
        for (Class<?> type : types) {
            supertypes(type).forEach(named::add);
            members(type).flatMap(ApiListing::types).forEach(part -> collect(part, named));
        }
        return named.stream()
                .filter(type -> type.getName().startsWith(OURS) && !types.contains(type))
                .filter(ApiListing::canBeNamed)
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Lines of the one listing that the other lacks: what callers of the one may miss in the other. */
    static List<String> missing(List<String> before, List<String> now) {
        Set<String> there = new HashSet<>(now);
        return before.stream().filter(line -> !there.contains(line)).toList();
    }

    private static String header(Class<?> type) {
        String parents = supertypes(type).map(Class::getName).collect(Collectors.joining(", "));
        return type.toGenericString() + (parents.isEmpty() ? "" : " : " + parents);
    }

    private static Stream<Class<?>> supertypes(Class<?> type) {
        Stream<Class<?>> parent =
                Stream.<Class<?>>ofNullable(type.getSuperclass()).filter(known -> known != Object.class);
        return Stream.concat(parent, Arrays.stream(type.getInterfaces()));
    }

    private static Stream<Member> members(Class<?> type) {
        return Stream.<Member[]>of(type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
                .flatMap(Arrays::stream)
                .filter(member -> isOpen(member.getModifiers()) && !member.isSynthetic());
    }

    private static String line(Member member) {
        String text = member instanceof Field field
                ? field.toGenericString()
                : ((Executable) member).toGenericString().replace("synchronized ", "");
        return "  " + text;
    }

    private static Stream<Type> types(Member member) {
        if (member instanceof Field field) {
            return Stream.of(field.getGenericType());
        }
        Stream<Type> taken = Stream.concat(
                Arrays.stream(((Executable) member).getGenericParameterTypes()),
                Arrays.stream(((Executable) member).getGenericExceptionTypes()));
        return member instanceof Method method ? Stream.concat(taken, Stream.of(method.getGenericReturnType())) : taken;
    }

    private static void collect(Type part, Set<Class<?>> named) {
        if (part instanceof Class<?> type) {
            named.add(type.isArray() ? type.getComponentType() : type);
        } else if (part instanceof GenericArrayType array) {
            collect(array.getGenericComponentType(), named);
        } else if (part instanceof ParameterizedType type) {
            collect(type.getRawType(), named);
            Arrays.stream(type.getActualTypeArguments()).forEach(argument -> collect(argument, named));
        } else if (part instanceof WildcardType any) {
            Arrays.stream(any.getUpperBounds()).forEach(bound -> collect(bound, named));
        }
    }
}
