package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.target.AmbiguousConsent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The options that are for reading alone, in the order of the documentation. */
final class ReadSettings {

    static final Setting<List<String>> INCLUDE = Setting.of(
                    "include",
                    "what the collection comes with, separated by commas; see [read.md](read.md#collections)",
                    Settings::names)
            .toRead()
            .help("Related resources that become columns of their own: with `push-tokens`, profiles have a column"
                    + " `push_tokens`. They are only asked for when such a column is selected. Revisions differ in the"
                    + " number of some names, such as `conversation` before 2026-07-15; what is given is sent.");

    static final Setting<String> FILTER = Setting.of("filter", "Klaviyo's filter grammar", Settings::notBlank)
            .toRead()
            .help("A filter that is sent besides those that follow from the query, for conditions that SQL cannot"
                    + " express, such as"
                    + " `equals(subscriptions.email.marketing.suppression.reason,\"HARD_BOUNCE\")` or `equals(_kx,\"...\")`."
                    + " Write it as it is; it is encoded when it is sent.");

    static final Setting<Members> PROPERTIES = Setting.of("properties", Members.ALLOWED, Members::parse)
            .fallback("map")
            .toRead()
            .help(
                    "What members become that are the customer's own, such as the properties of profiles: `map` is a map of"
                            + " JSON texts; `variant` needs Spark 4; columns become a struct, in which a value of another type is null"
                            + " and counted.");

    static final Setting<Optional<Integer>> SLICES = Setting.of("slices", "auto, or 1 to 64", ReadSettings::slices)
            .fallback("auto")
            .toRead()
            .help(
                    "Into how many ranges of time a read of a whole collection is cut, so that several chains of pages can be"
                            + " read at once. `auto` looks at how quota and response times go together and takes none for small"
                            + " collections; it sends up to 10 small requests to find even parts. 1 reads one chain, without"
                            + " looking.");

    static final Setting<Integer> MAX_JOIN_KEYS = Setting.of(
                    "maxJoinKeys", "0 to 1000000", Settings.number(0, 1_000_000))
            .fallback("10000")
            .toRead()
            .help(
                    "Up to how many keys a read is narrowed to them when it is joined with something small that has a filter."
                            + " A hundred keys cost a request, as a hundred resources do when all are read. 0 never narrows.");

    static final Setting<Integer> PAGE_SIZE = Setting.of("pageSize", "1 to 1000", Settings.number(1, 1_000))
            .fallback("the most that Klaviyo states for the collection")
            .toRead()
            .help(
                    "How many resources a page has at most. Klaviyo states 200 for events in one place and takes up to 1000"
                            + " by another: with `1000`, a read of events takes a fifth of the requests if your account gets such"
                            + " pages. Not for collections whose pages have a size that Klaviyo sets.");

    static final Setting<Instant> SINCE = Setting.of("since", TimeTexts.INSTANT, TimeTexts::instant)
            .toRead()
            .help(
                    "Only rows whose time of change is this or later: `updated` of profiles, the time of others that have one."
                            + " A stream that begins anew begins here.");

    static final Setting<Instant> UNTIL = Setting.of(
                    "until", TimeTexts.INSTANT + ", at least a minute ago", TimeTexts::instant)
            .fallback("a minute ago, when `since` is given")
            .toRead()
            .help(
                    "Only rows whose time of change is earlier; not for streams. The end that was used is logged, and is the"
                            + " `since` of the next run.");

    static final Setting<Long> MAX_ROWS_PER_BATCH = Setting.of(
                    "maxRowsPerBatch", "0 to 1000000000000, 0 for no bound", TimeTexts.count(0))
            .fallback("0")
            .toRead()
            .help("How many rows a batch of a stream has at most. The rows of one second are never parted.");

    static final Setting<Long> MAX_REQUESTS_PER_BATCH = Setting.of(
                    "maxRequestsPerBatch", "2 to 1000000000000, or 0 for no bound", TimeTexts.count(2))
            .fallback("0")
            .toRead()
            .help("How many requests a batch of a stream takes at most, those that find its end counted.");

    static final Setting<Duration> LOOKBACK = Setting.of("lookback", "0s to 30d", TimeTexts::span)
            .fallback("0s")
            .toRead()
            .help(
                    "How far a batch of a stream looks back for rows that could not be read at their time. What was delivered"
                            + " is kept for so long below the checkpoint.");

    static final Setting<String> ARCHIVE_PATH = Setting.of(
                    ArchiveConf.OPTION, "a file, a folder or a pattern on any Hadoop file system", Settings::notBlank)
            .toRead()
            .help(
                    "Where bodies of requests are kept that were sent to Klaviyo once, of any revision. They become rows that can"
                            + " be written to the resource that `path` and `operation` name. Nothing is sent, and no key is"
                            + " needed. See [archive.md](archive.md).");

    static final Setting<AmbiguousConsent> AMBIGUOUS_CONSENT = Setting.of(
                    "ambiguousConsent", "given or withdrawn", ReadSettings::consent)
            .toRead()
            .help(
                    "With `archivePath`: what requests did that have the type `profile-subscription-bulk-create-job`, `subscriptions`"
                            + " with entries, and nothing that shows whether people agreed or left. `given` makes them rows of"
                            + " `subscriptions`, `withdrawn` rows of `unsubscriptions`. Without it a read of either fails at the first"
                            + " of them. See [archive.md](archive.md#consent-given-or-withdrawn).");

    private ReadSettings() {}

    private static AmbiguousConsent consent(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "given" -> AmbiguousConsent.GIVEN;
            case "withdrawn" -> AmbiguousConsent.WITHDRAWN;
            default -> throw new Settings.NotAllowedException();
        };
    }

    private static Optional<Integer> slices(String text) {
        return text.equalsIgnoreCase("auto")
                ? Optional.empty()
                : Optional.of(Settings.number(1, 64).apply(text));
    }
}
