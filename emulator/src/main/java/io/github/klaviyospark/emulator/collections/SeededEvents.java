package io.github.klaviyospark.emulator.collections;

import static io.github.klaviyospark.emulator.collections.Made.map;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Events that nobody has to store: each is a pure function of the seed, their number and its rank in the order of time
 * and id. They are spread over two years, in groups of {@value #GROUP}: of every four groups one has a single moment, one
 * a single second, and two are spread out. A few have no metric any more, a few no profile.
 */
public final class SeededEvents implements Seeded {
    public static final int MOST = 10_000_000;

    private static final int GROUP = 64;
    private static final long BEGIN = Draw.micros("2024-07-01T00:00:00Z");
    private static final char[] LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final int ID_LENGTH = 10;
    private static final long ID_ROOM = 839_299_365_868_340_224L;

    /** What the ids of attributions begin with, before that of the event. */
    private static final String ATTRIBUTION = "a-";

    private final long seed;
    private final int count;
    private final List<String> metrics;
    private final int profiles;
    private final IntFunction<String> profileIds;
    private final List<String> campaigns;
    private final long slot;

    /**
     * Makes none yet.
     *
     * @param profileIds the id of each of so many profiles
     */
    public SeededEvents(
            long seed,
            int count,
            List<String> metrics,
            int profiles,
            IntFunction<String> profileIds,
            List<String> campaigns) {
        this.seed = seed;
        this.count = count;
        this.metrics = metrics;
        this.profiles = profiles;
        this.profileIds = profileIds;
        this.campaigns = campaigns;
        this.slot = (Draw.END - BEGIN) / (count / GROUP + 1);
    }

    @Override
    public Run by(Order order) {
        return new Run() {
            @Override
            public int size() {
                return count;
            }

            @Override
            public Resource at(int position) {
                return new Event(order.descending() ? count - 1 - position : position);
            }
        };
    }

    @Override
    public Optional<Resource> find(String id) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = id(middle).compareTo(id);
            if (order == 0) {
                return Optional.of(new Event(middle));
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** What is said to have caused the events: for an attribution, which is named after its event. */
    public Seeded attributions() {
        return new Seeded() {
            @Override
            public Run by(Order order) {
                // They are not listed, only included.
                return Run.of(List.of());
            }

            @Override
            public Optional<Resource> find(String id) {
                if (!id.startsWith(ATTRIBUTION)) {
                    return Optional.empty();
                }
                return SeededEvents.this
                        .find(id.substring(ATTRIBUTION.length()))
                        .filter(event -> event.related("attributions").contains(id))
                        .map(event -> attribution(id, (Event) event));
            }
        };
    }

    private HeldResource attribution(String id, Event event) {
        Made made = new Made(id).to("event", event.id());
        if (!campaigns.isEmpty()) {
            made.to("campaign", campaigns.get(event.rank % campaigns.size()));
        }
        return made.done();
    }

    private long time(int rank) {
        int group = rank / GROUP;
        int place = rank % GROUP;
        long start = BEGIN + slot * group + new Draw(seed, "event group", group).below(slot / 4);
        return switch (group % 4) {
            case 0 -> start;
            case 1 -> start / Draw.SECOND * Draw.SECOND + Draw.SECOND + place * 15_000L;
            default -> start + slot / 2 / GROUP * place;
        };
    }

    /** Ascends with the rank. */
    private String id(int rank) {
        long step = ID_ROOM / count;
        long number = step * rank + new Draw(seed, "event id", rank).below(step);
        char[] text = new char[ID_LENGTH + 1];
        text[0] = '3';
        for (int at = ID_LENGTH; at > 0; at--) {
            text[at] = LETTERS[(int) (number % LETTERS.length)];
            number /= LETTERS.length;
        }
        return new String(text);
    }

    /** No more than its rank, from which all else is made when it is asked for. */
    private final class Event implements Resource {
        private final int rank;

        Event(int rank) {
            this.rank = rank;
        }

        @Override
        public String id() {
            return SeededEvents.this.id(rank);
        }

        @Override
        public Object value(String attribute) {
            return switch (attribute) {
                case "datetime", "timestamp" -> time(rank);
                case "uuid" -> new Draw(seed, "event uuid", rank).maybe(2, new Draw(seed, "event uuid", rank).uuid());
                case "event_properties" -> properties();
                default -> null;
            };
        }

        @Override
        public List<String> related(String relationship) {
            Draw draw = new Draw(seed, relationship, rank);
            return switch (relationship) {
                case "metric" -> draw.chance(2) ? List.of() : List.of(metrics.get(skewed(draw, metrics.size())));
                case "profile" ->
                    profiles == 0 || draw.chance(1) ? List.of() : List.of(profileIds.apply(skewed(draw, profiles)));
                case "attributions" -> draw.chance(5) ? List.of(ATTRIBUTION + id()) : List.of();
                default -> List.of();
            };
        }

        private int skewed(Draw draw, int bound) {
            return draw.chance(50) ? draw.below(bound) : draw.below(Math.max(1, bound / 8));
        }

        private Map<String, Object> properties() {
            Draw draw = new Draw(seed, "event properties", rank);
            return switch (draw.below(20)) {
                case 0 -> null;
                case 1 -> map();
                default ->
                    map(
                            "$event_id",
                            draw.hex(12),
                            "$value",
                            draw.maybe(10, draw.price()),
                            "Product Name",
                            draw.name("no. " + rank),
                            "Items",
                            List.of(
                                    map("SKU", draw.id(), "Quantity", draw.below(5), "Gift?", draw.chance(20)),
                                    map("SKU", draw.id(), "Quantity", null)),
                            "extra",
                            map("a.b", map("c", List.of(1, "two", List.of())), "", "empty \"name\""));
            };
        }
    }
}
