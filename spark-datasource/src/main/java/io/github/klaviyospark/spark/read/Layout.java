package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.quota.QuotaLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * How chains are laid out over tasks.
 *
 * @param partitions how many tasks there are
 * @param lanes how many chains a task reads at once
 * @param shares how many fixed parts the quota is cut into where tasks cannot draw from one
 */
record Layout(int partitions, int lanes, int shares) {

    /** One chain after the other, which wastes no request where only the first rows are wanted. */
    static final Layout IN_ORDER = new Layout(1, 1, 1);

    /**
     * Lays chains out so that enough of them are read at once; one core is one task.
     *
     * <p>Where all tasks draw from one quota each chain has a task of its own, unless there are too few cores for the chains
     * that have to be under way; a core then reads several. Where each task has a fixed part of the quota, which is lost when
     * the task has ended, there are no more tasks than run at once.
     *
     * @param chains how many there are
     * @param atOnce how many have to be under way to use the whole quota
     * @param cores how many tasks run at once
     * @param isOneQuota whether all tasks draw from one quota
     */
    static Layout of(int chains, int atOnce, int cores, boolean isOneQuota, QuotaLimits quota) {
        int busy = Math.max(1, Math.min(atOnce, chains));
        int fit = Math.max(1, Math.min(busy, cores));
        int lanes = (busy + fit - 1) / fit;
        if (isOneQuota) {
            int partitions = lanes == 1 && cores > 1 ? chains : fit;
            return new Layout(partitions, lanes, Math.min(partitions, cores));
        }
        int partitions = Math.min(fit, quota.smallest());
        return new Layout(partitions, (busy + partitions - 1) / partitions, partitions);
    }

    /**
     * One task, which shares the quota with the driver: on a cluster a stream reads in both, one after the other.
     *
     * @param atOnce how many chains it reads at once
     */
    Layout besideTheDriver(int atOnce) {
        return new Layout(1, atOnce, 2);
    }

    /** The items of each task: neighbours go to different tasks, since they are often alike. */
    <T> List<List<T>> deal(List<T> items) {
        List<List<T>> hands = new ArrayList<>();
        for (int hand = 0; hand < Math.min(partitions, items.size()); hand++) {
            hands.add(new ArrayList<>());
        }
        for (int item = 0; item < items.size(); item++) {
            hands.get(item % hands.size()).add(items.get(item));
        }
        return hands;
    }
}
