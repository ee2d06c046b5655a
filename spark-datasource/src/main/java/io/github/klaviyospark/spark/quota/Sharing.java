package io.github.klaviyospark.spark.quota;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.options.QuotaChoice;
import java.io.Serializable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the tasks of an application come to one quota. Decided on the driver, in force wherever it travels. */
public enum Sharing implements Serializable {

    /** All tasks run in one process, which has one quota. */
    PROCESS("one for all tasks"),

    /** The driver keeps one for all; while it cannot be asked, each task has a fixed part. */
    DRIVER("one for all tasks, kept by the driver"),

    /** The driver keeps one for all, and nothing goes without. */
    DRIVER_ONLY("one for all tasks, kept by the driver"),

    /** Each task has a fixed part for as long as it lives. */
    PARTS("a fixed part for each task");

    private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);

    /** How long a task waits for the driver. It is slower than that when it collects garbage, and when it is gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** More than tasks run at once in one process; what a part is forgotten of is only how fast its requests follow. */
    private static final int MOST_PARTS = 256;

    private static final Map<Sharing, Reach> REACHES = new EnumMap<>(Sharing.class);
    private static final Map<Held, Quotas> QUOTAS = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Held, Quotas> eldest) {
            return size() > MOST_PARTS;
        }
    };

    private static SparkEnv current;
    private static SparkEnv warned;

    private final String words;

    Sharing(String words) {
        this.words = words;
    }

    /**
     * Decides, and has the driver answer where that is the way. To be called on the driver.
     *
     * @throws IllegalStateException when the driver is to answer and cannot
     */
    public static Sharing of(SparkContext spark, QuotaChoice choice) {
        if (spark.isLocal()) {
            return PROCESS;
        }
        if (choice == QuotaChoice.STATIC) {
            return PARTS;
        }
        try {
            Driver.answer(SparkEnv.get());
        } catch (RuntimeException | LinkageError e) {
            if (choice == QuotaChoice.DRIVER) {
                throw new IllegalStateException(
                        "The driver cannot answer for the quota in this version of Spark or with its settings. Set"
                                + " quota=auto to give each task a fixed part of it instead.",
                        e);
            }
            warn(e);
            return PARTS;
        }
        return choice == QuotaChoice.DRIVER ? DRIVER_ONLY : DRIVER;
    }

    private static synchronized void warn(Throwable cause) {
        if (warned != SparkEnv.get()) {
            warned = SparkEnv.get();
            LOG.warn("The driver cannot answer for the quota: each task has a fixed part of it instead.", cause);
        }
    }

    /** Whether all tasks draw from one quota, so that none that ends takes a part of it away. */
    public boolean isOne() {
        return this != PARTS;
    }

    /**
     * Has a client draw from the right quota.
     *
     * @param holder which part the task has where there are parts, from 0
     * @param parts how many there are
     */
    public KlaviyoClient.Builder apply(KlaviyoClient.Builder client, int holder, int parts) {
        return switch (this) {
            case PROCESS -> client;
            case PARTS -> parts > 1 ? client.share(holder, parts) : client;
            case DRIVER, DRIVER_ONLY -> {
                SparkEnv env = SparkEnv.get();
                yield env == null || env.executorId().equals("driver")
                        ? client
                        : client.quotas(ofDriver(env, new Part(holder, parts)));
            }
        };
    }

    private Quotas ofDriver(SparkEnv env, Part part) {
        synchronized (QUOTAS) {
            if (current != env) {
                // Contexts follow each other in one process, in tests more than elsewhere.
                REACHES.clear();
                QUOTAS.clear();
                current = env;
            }
            Reach reach = REACHES.computeIfAbsent(this, key -> reach(env));
            return QUOTAS.computeIfAbsent(
                    new Held(this, part),
                    key -> Quotas.from(
                            (account, endpoint, terms) -> new DriverQuota(account, endpoint, terms, reach, part)));
        }
    }

    private Reach reach(SparkEnv env) {
        return new Reach(new Driver(env, PATIENCE), this == DRIVER_ONLY, Clock.system());
    }

    /** In words, for the log. */
    @Override
    public String toString() {
        return words;
    }

    private record Held(Sharing sharing, Part part) {}
}
