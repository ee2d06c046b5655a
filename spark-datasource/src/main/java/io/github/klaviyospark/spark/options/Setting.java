package io.github.klaviyospark.spark.options;

import java.util.List;
import java.util.function.Function;

/**
 * One option of the format.
 *
 * @param <T> the type of its value
 */
public final class Setting<T> {

    private final String name;
    private final List<String> aliases;
    private final String fallback;
    private final String allowed;
    private final String help;
    private final boolean secret;
    private final Use use;
    private final boolean ofRun;
    private final boolean mayBeAdded;
    private final String open;
    private final Function<String, T> parser;

    private Setting(Builder<T> builder) {
        this.name = builder.name;
        this.aliases = builder.aliases;
        this.fallback = builder.fallback;
        this.allowed = builder.allowed;
        this.help = builder.help;
        this.secret = builder.secret;
        this.use = builder.use;
        this.ofRun = builder.ofRun;
        this.mayBeAdded = builder.mayBeAdded;
        this.open = builder.open;
        this.parser = builder.parser;
    }

    static <T> Builder<T> of(String name, String allowed, Function<String, T> parser) {
        return new Builder<>(name, allowed, parser);
    }

    /** The name, in camel case; Spark compares option names without regard to case. */
    public String name() {
        return name;
    }

    /** Other names that are taken as well. */
    public List<String> aliases() {
        return aliases;
    }

    /** The value when nothing is given, in the words of the documentation; null when there is none. */
    public String fallback() {
        return fallback;
    }

    /** Which values are allowed, in words. */
    public String allowed() {
        return allowed;
    }

    /** What it does. */
    public String help() {
        return help;
    }

    /** What it is for. */
    public Use use() {
        return use;
    }

    /** Whether all jobs of a run must have the same value. */
    public boolean isOfRun() {
        return ofRun;
    }

    /** Whether a run that has no value may get one later. */
    boolean mayBeAdded() {
        return mayBeAdded;
    }

    /** Whether a value leaves it to the run what is taken. */
    boolean leavesOpen(String value) {
        return value.trim().equalsIgnoreCase(open);
    }

    /** Whether the value must never be shown. */
    public boolean isSecret() {
        return secret;
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException when it is not allowed; the message repeats it unless it is a secret
     */
    T parse(String text) {
        try {
            return parser.apply(text.trim());
        } catch (NumberFormatException | Settings.NotAllowedException e) {
            throw refused(text, e);
        }
    }

    IllegalArgumentException refused(String text, Exception cause) {
        String value = secret ? "" : " '" + text + "'";
        return new IllegalArgumentException(
                "Option " + name + " cannot take the value" + value + ". Allowed: " + allowed + ".", cause);
    }

    @Override
    public String toString() {
        return name;
    }

    /** What an option is for. */
    public enum Use {
        /** Reading only. */
        READ("to read"),
        /** Writing only. */
        WRITE("to write"),
        /** Reading and writing. */
        BOTH("to read and write");

        private final String words;

        Use(String words) {
            this.words = words;
        }

        /** In words. */
        public String words() {
            return words;
        }

        boolean isFor(Use wanted) {
            return this == BOTH || this == wanted;
        }
    }

    static final class Builder<T> {

        private final String name;
        private final String allowed;
        private final Function<String, T> parser;
        private List<String> aliases = List.of();
        private String fallback;
        private String help = "";
        private boolean secret;
        private Use use = Use.BOTH;
        private boolean ofRun;
        private boolean mayBeAdded;
        private String open = "";

        private Builder(String name, String allowed, Function<String, T> parser) {
            this.name = name;
            this.allowed = allowed;
            this.parser = parser;
        }

        Builder<T> alias(String alias) {
            this.aliases = List.of(alias);
            return this;
        }

        Builder<T> fallback(String text) {
            this.fallback = text;
            return this;
        }

        Builder<T> toRead() {
            this.use = Use.READ;
            return this;
        }

        Builder<T> toWrite() {
            this.use = Use.WRITE;
            return this;
        }

        Builder<T> ofRun() {
            this.ofRun = true;
            return this;
        }

        Builder<T> ofRunOnceGiven() {
            this.mayBeAdded = true;
            return ofRun();
        }

        Builder<T> leftOpenBy(String value) {
            this.open = value;
            return this;
        }

        Builder<T> secret() {
            this.secret = true;
            return this;
        }

        Setting<T> help(String text) {
            this.help = text;
            return new Setting<>(this);
        }
    }
}
