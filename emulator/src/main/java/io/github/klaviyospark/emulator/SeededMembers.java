package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.Order;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.collections.Seeded;
import java.util.Arrays;
import java.util.Optional;

/**
 * The seeded profiles that are in a seeded list or segment: all of them in the first one, none in the second, and a share
 * of them in the others. Many joined in the same moment or in the same second. Four bytes each and order, made when a
 * group is first read.
 */
final class SeededMembers implements Seeded {
    private static final int[] PER_MILLE = {1000, 0, 500, 250, 100, 30, 10};

    private final long seed;
    private final int perMille;
    private final ProfileStore store;
    private final SeededProfiles profiles;
    private int[] ranks;
    private int[] byJoined;

    /**
     * @param path such as {@code lists}
     * @param number of the list or segment, from 0
     */
    SeededMembers(long seed, String path, int number, ProfileStore store) {
        this.seed = seed + 31L * path.hashCode() + number;
        this.perMille = number < 2 ? PER_MILLE[number] : PER_MILLE[2 + number % (PER_MILLE.length - 2)];
        this.store = store;
        this.profiles = store.seeded();
    }

    @Override
    public Run by(Order order) {
        int[] members = order.name().equals("id") ? ranks() : byJoined();
        return new Run() {
            @Override
            public int size() {
                return members.length;
            }

            @Override
            public Resource at(int position) {
                return member(members[order.descending() ? members.length - 1 - position : position]);
            }
        };
    }

    @Override
    public Optional<Resource> find(String id) {
        int rank = profiles.rank(id);
        return rank >= 0 && isMember(rank) ? Optional.of(member(rank)) : Optional.empty();
    }

    private Member member(int rank) {
        return new Member(profiles.id(rank), joined(rank), () -> store.view().at(rank));
    }

    private boolean isMember(int rank) {
        return dice(rank).below(1000) < perMille;
    }

    private long joined(int rank) {
        Dice dice = dice(rank);
        dice.next();
        long created = profiles.created(rank);
        int kind = dice.below(100);
        return kind < 60
                ? SeededProfiles.campaign(created, dice, kind < 40)
                : created + dice.below(SeededProfiles.END - created);
    }

    private Dice dice(int rank) {
        return new Dice(seed, rank, Dice.Topic.MEMBERSHIP);
    }

    private synchronized int[] ranks() {
        if (ranks == null) {
            int[] all = new int[profiles.count()];
            int count = 0;
            for (int rank = 0; rank < all.length; rank++) {
                if (isMember(rank)) {
                    all[count++] = rank;
                }
            }
            ranks = Arrays.copyOf(all, count);
        }
        return ranks;
    }

    private synchronized int[] byJoined() {
        if (byJoined == null) {
            int[] members = ranks();
            long[] joined = new long[members.length];
            int[] order = new int[members.length];
            for (int at = 0; at < members.length; at++) {
                joined[at] = joined(members[at]);
                order[at] = at;
            }
            SeededOrders.sort(
                    order,
                    new int[order.length],
                    0,
                    order.length,
                    (one, other) -> Long.compare(joined[one], joined[other]));
            byJoined = Arrays.stream(order).map(at -> members[at]).toArray();
        }
        return byJoined;
    }
}
