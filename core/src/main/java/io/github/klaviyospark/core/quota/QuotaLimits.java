package io.github.klaviyospark.core.quota;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The windows of one endpoint, for example {@code 3/1s,15/60s}: at most 3 requests in a second <em>and</em> at most 15
 * in a minute. Klaviyo calls the short one burst and the long one steady and counts both at once.
 *
 * @see <a href="https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling">Rate limits, status codes, and
 *     errors</a>
 */
public final class QuotaLimits implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Pattern WINDOW = Pattern.compile("(\\d{1,7})/(\\d{1,6}(?:\\.\\d{1,9})?)(ms|s|m)");

    private final ArrayList<Window> windows;

    private QuotaLimits(List<Window> windows) {
        this.windows = new ArrayList<>(windows);
        this.windows.sort(Comparator.comparing(Window::length));
    }

    /**
     * Reads {@code permits/length} pairs separated by commas; a length has the unit {@code ms}, {@code s} or {@code m}.
     *
     * @throws IllegalArgumentException when the text has another form, or a window without permits or length
     */
    public static QuotaLimits parse(String text) {
        List<Window> windows = new ArrayList<>();

        for (String part : text.trim().split("\\s*,\\s*", -1)) {
            Matcher matcher = WINDOW.matcher(part.toLowerCase(Locale.ROOT));
            if (!matcher.matches()) {
                throw malformed(text);
            }

            int permits = Integer.parseInt(matcher.group(1));
            Duration length = length(Double.parseDouble(matcher.group(2)), matcher.group(3));
            if (permits == 0 || length.isZero()) {
                throw malformed(text);
            }

            windows.add(new Window(permits, length));
        }

        return new QuotaLimits(windows);
    }

    private static Duration length(double value, String unit) {
        double seconds =
                switch (unit) {
                    case "ms" -> value / 1_000;
                    case "m" -> value * 60;
                    default -> value;
                };
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("Quota limits '" + text
                + "' cannot be read. Give permits and window length pairs, for example 3/1s,15/60s"
                + " (units ms, s and m; permits and length above zero).");
    }

    /**
     * One of several equal parts of these limits, for senders that cannot talk to each other.
     *
     * @throws IllegalArgumentException when there are no parts
     * @see #times
     */
    public QuotaLimits share(int parts) {
        if (parts < 1) {
            throw new IllegalArgumentException("A quota has at least one part, and was to be cut into " + parts + ".");
        }
        return times(1.0 / parts);
    }

    /**
     * A part of these limits: fewer permits where that leaves at least one, longer windows where it does not.
     *
     * @throws IllegalArgumentException when the part is not above zero and at most one
     */
    public QuotaLimits times(double part) {
        if (!(part > 0 && part <= 1)) {
            throw new IllegalArgumentException(
                    "A part of a quota is above 0 and at most 1, and was to be " + part + ".");
        }
        return new QuotaLimits(
                windows.stream().map(window -> window.times(part)).toList());
    }

    /** Both at once: all windows of both; of those of one length, the smaller. */
    public QuotaLimits and(QuotaLimits other) {
        Map<Duration, Window> all = new TreeMap<>();
        Stream.concat(windows.stream(), other.windows.stream())
                .forEach(window -> all.merge(window.length(), window, Window::smaller));
        return new QuotaLimits(List.copyOf(all.values()));
    }

    /** Permits and nanoseconds of each window, one after the other: what {@link #of} reads, for messages. */
    public long[] toArray() {
        return windows.stream()
                .flatMapToLong(window ->
                        LongStream.of(window.permits(), window.length().toNanos()))
                .toArray();
    }

    /**
     * Reads what {@link #toArray} gives.
     *
     * @throws IllegalArgumentException when these are not pairs, or a window is without permits or length
     */
    public static QuotaLimits of(long... pairs) {
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            windows.add(new Window(Math.toIntExact(pairs[i]), Duration.ofNanos(pairs[i + 1])));
        }
        boolean isSound = windows.stream()
                .allMatch(window -> window.permits() > 0 && window.length().compareTo(Duration.ZERO) > 0);
        if (pairs.length % 2 != 0 || windows.isEmpty() || !isSound) {
            throw new IllegalArgumentException(
                    "Quota limits are pairs of permits and nanoseconds above zero, and these " + pairs.length
                            + " numbers are not.");
        }
        return new QuotaLimits(windows);
    }

    /**
     * How long it takes until the last of some requests may leave, when nobody else sends: 2,000 requests at 15 a minute
     * leave within 2 hours and 13 minutes.
     */
    public Duration timeFor(long requests) {
        return windows.stream()
                .map(window -> window.length().multipliedBy(Math.max(0, requests - 1) / window.permits()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** How many requests may leave within a time, in the long run: of all windows, what the tightest allows. */
    public long within(Duration time) {
        return windows.stream()
                .mapToLong(window -> (long) (window.permits()
                        * (time.toNanos() / (double) window.length().toNanos())))
                .min()
                .orElseThrow();
    }

    /** The windows, shortest first. */
    List<Window> windows() {
        return windows;
    }

    /** The smallest number of permits of any window: how many requests may leave at once. */
    public int smallest() {
        return windows.stream().mapToInt(Window::permits).min().orElseThrow();
    }

    /** How many requests may leave in a second; for a window longer than that, as many as it holds. */
    double burstPerSecond() {
        Window burst = windows.get(0);
        return burst.permits() * 1e9 / Math.min((double) burst.length().toNanos(), 1e9);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuotaLimits that && windows.equals(that.windows);
    }

    @Override
    public int hashCode() {
        return windows.hashCode();
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Window window : windows) {
            text.append(text.isEmpty() ? "" : ",").append(window);
        }
        return text.toString();
    }

    record Window(int permits, Duration length) implements Serializable {

        private static final long serialVersionUID = 1L;

        Window times(double part) {
            // One part of three is a third up to what a double cannot hold, and three thirds are to be the whole.
            int fewer = (int) Math.floor(permits * part + 1e-6);
            if (fewer >= 1) {
                return new Window(fewer, length);
            }

            double longer = length.toNanos() / (permits * part);
            return new Window(1, Duration.ofNanos((long) Math.ceil(longer - 1e-3)));
        }

        static Window smaller(Window one, Window other) {
            return one.permits <= other.permits ? one : other;
        }

        @Override
        public String toString() {
            long millis = length.toMillis();
            return permits + "/" + (millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms");
        }
    }
}
