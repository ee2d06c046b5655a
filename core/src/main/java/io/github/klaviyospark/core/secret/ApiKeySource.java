package io.github.klaviyospark.core.secret;

import io.github.klaviyospark.core.client.Endpoint;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A reference to a key: {@code env:NAME}, {@code file:PATH}, {@code hadoop:ALIAS} or {@code provider:CLASS}. References
 * may be shown; what they refer to may not.
 */
public final class ApiKeySource {

    private static final ApiKeySource DEFAULT = new ApiKeySource(Kind.ENV, "KLAVIYO_API_KEY");

    private final Kind kind;
    private final String name;

    private ApiKeySource(Kind kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    /**
     * Reads a reference.
     *
     * @throws IllegalArgumentException when it has another form. The text is not repeated in the message, since the
     *     likeliest mistake is a key in the place of a reference
     */
    public static ApiKeySource parse(String text) {
        int colon = text.indexOf(':');
        if (colon > 0 && colon < text.length() - 1) {
            String prefix = text.substring(0, colon).trim().toUpperCase(Locale.ROOT);
            for (Kind kind : Kind.values()) {
                if (kind.name().equals(prefix)) {
                    return new ApiKeySource(kind, text.substring(colon + 1).trim());
                }
            }
        }
        throw new IllegalArgumentException("apiKeySource is no reference to a key. Give one of " + Kind.forms()
                + "; the key itself does not belong there (the value is not repeated here in case it is one).");
    }

    /** The kind of place: {@code env}, {@code file}, {@code hadoop} or {@code provider}. */
    public String kind() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What is looked up there: the variable, path, alias or class. */
    public String name() {
        return name;
    }

    /**
     * The source when none is named. An endpoint alone must never be enough to have a key sent somewhere, so the default
     * is for Klaviyo's own hosts and for this machine.
     *
     * @throws IllegalArgumentException for any other endpoint
     */
    public static ApiKeySource defaultFor(Endpoint endpoint) {
        if (!endpoint.isKlaviyo() && !endpoint.isLoopback()) {
            throw new IllegalArgumentException(
                    "The default key (" + DEFAULT + ") is only sent to Klaviyo's own hosts and to"
                            + " this machine, and the endpoint is '" + endpoint
                            + "'. Name the key that belongs to that endpoint"
                            + " with apiKeySource, for example apiKeySource=env:PROXY_API_KEY.");
        }
        return DEFAULT;
    }

    /**
     * Looks the key up.
     *
     * @param environment the environment variables
     * @param hadoop looks up an alias in Hadoop's credential providers; gives null when there is none
     * @throws IllegalArgumentException when there is no key in that place
     */
    public ApiKey resolve(Map<String, String> environment, Function<String, String> hadoop) {
        String value =
                switch (kind) {
                    case ENV -> environment.get(name);
                    case FILE -> read();
                    case HADOOP -> hadoop.apply(name);
                    case PROVIDER -> provide();
                };
        if (value == null) {
            throw new IllegalArgumentException("There is no API key in " + this + ": " + kind.absence
                    + " Name another place with apiKeySource (" + Kind.forms() + ").");
        }
        return ApiKey.of(value, toString());
    }

    private String read() {
        try {
            return Files.readString(Path.of(name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The API key file of " + this + " cannot be read ("
                            + e.getClass().getSimpleName()
                            + "). Give the path of a file on the driver that holds nothing but the key.",
                    e);
        }
    }

    private String provide() {
        try {
            ClassLoader loader = Objects.requireNonNullElse(
                    Thread.currentThread().getContextClassLoader(), ApiKeySource.class.getClassLoader());
            return Class.forName(name, true, loader)
                    .asSubclass(ApiKeyProvider.class)
                    .getConstructor()
                    .newInstance()
                    .apiKey();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "The class of " + this + " cannot be used (" + cause(e)
                            + "). It must be on the driver's class path,"
                            + " be public, have a public constructor without parameters and implement "
                            + ApiKeyProvider.class.getName() + ".",
                    e);
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "The API key could not be fetched by " + this + ": " + e.getMessage(), e);
        }
    }

    private static String cause(Exception e) {
        Throwable cause = e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
        return cause.getClass().getSimpleName();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKeySource that && kind == that.kind && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name);
    }

    @Override
    public String toString() {
        return kind() + ":" + name;
    }

    private enum Kind {
        ENV("env:NAME", "the environment variable is not set on the driver."),
        FILE("file:PATH", "the file is missing."),
        HADOOP("hadoop:ALIAS", "no credential provider in hadoop.security.credential.provider.path knows the alias."),
        PROVIDER("provider:CLASS", "the provider gave none.");

        private final String form;
        private final String absence;

        Kind(String form, String absence) {
            this.form = form;
            this.absence = absence;
        }

        static String forms() {
            return Arrays.stream(values()).map(kind -> kind.form).collect(Collectors.joining(", "));
        }
    }
}
