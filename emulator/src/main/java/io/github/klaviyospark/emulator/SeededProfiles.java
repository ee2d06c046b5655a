package io.github.klaviyospark.emulator;

/**
 * Profiles that nobody has to store: each is a pure function of the seed, their number and its rank in the order of ids.
 *
 * <p>Most have ULIDs, whose order is that of creation. The oldest few have short ids, as accounts from before ULIDs do;
 * these come last in the order of ids. Creation is spread over five years and has bursts: sixteen profiles in one second
 * or in one microsecond, now and then a whole import of 256 in one microsecond. Updates have ties as well, from
 * campaigns that touched many profiles at once.
 */
final class SeededProfiles {
    static final int MOST = 10_000_000;
    static final long END = Micros.parse("2026-06-30T00:00:00Z");

    private static final long OLDEST = Micros.parse("2021-07-01T00:00:00Z");
    private static final long FIRST_ULID = Micros.parse("2021-10-01T00:00:00Z");
    private static final long CAMPAIGN = (END - OLDEST) / 60;
    private static final int BURST = 16;
    private static final int IMPORT = 256;
    /** Keeps neighbours in different milliseconds, which the order of ids needs. */
    private static final long GAP = 2_000;

    private static final char[] SHORT = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final int SHORT_LENGTH = 6;
    private static final long SHORT_ROOM = 62L * 62 * 62 * 62 * 62;

    private final long seed;
    private final int count;
    private final int ulids;
    private final long slot;

    SeededProfiles(long seed, int count) {
        this.seed = seed;
        this.count = count;
        this.ulids = count - (count < 10 ? 0 : Math.max(1, Math.min(count / 200, 100)));
        this.slot = (END - 10 * Micros.SECOND - FIRST_ULID) / Math.max(1, ulids);
    }

    int count() {
        return count;
    }

    SeededProfile profile(int rank) {
        return new SeededProfile(this, rank);
    }

    Dice dice(int rank, Dice.Topic topic) {
        return new Dice(seed, rank, topic);
    }

    String id(int rank) {
        Dice dice = dice(rank, Dice.Topic.ID);
        if (rank < ulids) {
            // The place inside a burst goes in front of the random bits: ids ascend where milliseconds do not.
            long place = rank % IMPORT;
            return Ulids.of(created(rank) / 1000, place << 32 | dice.below(1L << 32), dice.below(1L << 40));
        }
        long step = SHORT_ROOM * 40 / (count - ulids);
        long number = SHORT_ROOM * 20 + (rank - ulids) * step + dice.below(step);
        char[] text = new char[SHORT_LENGTH];
        for (int at = SHORT_LENGTH - 1; at >= 0; at--) {
            text[at] = SHORT[(int) (number % SHORT.length)];
            number /= SHORT.length;
        }
        return new String(text);
    }

    /** The rank of an id, or -1. */
    int rank(String id) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = id(middle).compareTo(id);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    long created(int rank) {
        if (rank >= ulids) {
            return OLDEST + dice(rank, Dice.Topic.CREATED).below(FIRST_ULID - OLDEST);
        }
        if (rank / IMPORT % 16 == 1) {
            return spread(rank - rank % IMPORT);
        }
        int place = rank % BURST;
        return switch (rank / BURST % 5) {
            case 1 -> spread(rank - place);
            case 3 -> {
                long second = (spread(rank - place) / Micros.SECOND + 1) * Micros.SECOND;
                yield second + place * 60_000L + dice(rank, Dice.Topic.CREATED).below(60_000);
            }
            default -> spread(rank);
        };
    }

    private long spread(int rank) {
        return FIRST_ULID + slot * rank + dice(rank, Dice.Topic.CREATED).below(slot - GAP);
    }

    long updated(int rank) {
        long created = created(rank);
        Dice dice = dice(rank, Dice.Topic.UPDATED);
        int kind = dice.below(100);
        if (kind < 10) {
            return created;
        }
        return kind < 40 ? campaign(created, dice, kind < 35) : created + dice.below(END - created);
    }

    /** Null for a third of the profiles. */
    Long lastEventDate(int rank) {
        Dice dice = dice(rank, Dice.Topic.LAST_EVENT);
        if (dice.chance(33)) {
            return null;
        }
        long created = created(rank);
        return created + dice.below(updated(rank) - created + 1);
    }

    /** A time not before {@code from} that other profiles share, to the microsecond or only to the second. */
    static long campaign(long from, Dice dice, boolean exact) {
        long first = (from - OLDEST) / CAMPAIGN + 1;
        long campaigns = (END - OLDEST) / CAMPAIGN;
        if (first >= campaigns) {
            return from;
        }
        long second = (OLDEST + CAMPAIGN * (first + dice.below(campaigns - first))) / Micros.SECOND * Micros.SECOND;
        return second < from ? from : second + (exact ? 271_828 : dice.below((int) Micros.SECOND));
    }
}
