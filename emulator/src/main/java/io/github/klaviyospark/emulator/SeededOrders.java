package io.github.klaviyospark.emulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** The orders of seeded profiles, four bytes each profile, made when first asked for and kept from then on. */
final class SeededOrders {
    private final SeededProfiles profiles;
    private final Map<String, int[]> orders = new ConcurrentHashMap<>();

    SeededOrders(SeededProfiles profiles) {
        this.profiles = profiles;
    }

    /** From position to rank. */
    IntFunction<Profile> by(ProfileSort sort) {
        if (sort.name().equals("id")) {
            return profiles::profile;
        }
        int[] order = orders.computeIfAbsent(sort.name(), name -> order(sort));
        return position -> profiles.profile(order[position]);
    }

    private int[] order(ProfileSort sort) {
        int count = profiles.count();
        long[] keys = new long[count];
        long[] more = new long[count];
        boolean[] absent = new boolean[count];
        int[] order = new int[count];
        for (int rank = 0; rank < count; rank++) {
            Object key = sort.name().endsWith("id")
                    ? (Object) (long) rank
                    : sort.key().apply(profiles.profile(rank));
            order[rank] = rank;
            absent[rank] = key == null;
            if (key instanceof Long number) {
                keys[rank] = number;
            } else if (key != null) {
                keys[rank] = eight((String) key, 0);
                more[rank] = eight((String) key, 8);
            }
        }
        int direction = sort.descending() ? -1 : 1;
        sort(order, new int[count], 0, count, (one, other) -> {
            if (absent[one] || absent[other]) {
                return Boolean.compare(absent[one], absent[other]);
            }
            int difference = Long.compare(keys[one], keys[other]);
            difference = difference != 0 ? difference : Long.compare(more[one], more[other]);
            if (difference == 0 && more[one] != 0) {
                return sort.compareKeys(
                        sort.key().apply(profiles.profile(one)), sort.key().apply(profiles.profile(other)));
            }
            return direction * difference;
        });
        return order;
    }

    /** Eight characters in the bits of a number that sorts as they do; seeded addresses are ASCII. */
    private static long eight(String text, int from) {
        long bits = 0;
        for (int at = from; at < from + 8; at++) {
            bits = bits << 8 | (at < text.length() ? text.charAt(at) & 0x7F : 0);
        }
        return bits;
    }

    /** A stable merge sort, since the library sorts primitives in their natural order only. */
    static void sort(int[] ranks, int[] spare, int from, int to, Comparison comparison) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        sort(ranks, spare, from, middle, comparison);
        sort(ranks, spare, middle, to, comparison);
        if (comparison.compare(ranks[middle - 1], ranks[middle]) <= 0) {
            return;
        }
        System.arraycopy(ranks, from, spare, from, to - from);
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            boolean takeLeft = right >= to || (left < middle && comparison.compare(spare[left], spare[right]) <= 0);
            ranks[at] = takeLeft ? spare[left++] : spare[right++];
        }
    }

    interface Comparison {
        int compare(int one, int other);
    }
}
