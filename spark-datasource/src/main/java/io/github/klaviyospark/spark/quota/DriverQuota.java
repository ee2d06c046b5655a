package io.github.klaviyospark.spark.quota;

import io.github.klaviyospark.core.quota.Quota;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.quota.QuotaTerms;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.quota.Line.UnreachableException;
import io.github.klaviyospark.spark.quota.Message.Grant;
import io.github.klaviyospark.spark.quota.Message.Verb;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A quota that the driver keeps for all executors, asked for each request: an executor that is lost takes no more with it
 * than the permits of the requests that it was about to send. While the driver cannot be asked, a fixed part is kept here.
 */
final class DriverQuota implements Quota {

    private static final Duration AT_ONCE = Duration.ofNanos(1);

    private final String account;
    private final String endpoint;
    private final Reach reach;
    private final Clock clock;
    private final Part part;

    private Quota own;
    private final QuotaTerms terms;
    private volatile QuotaLimits limits;
    private volatile QuotaLimits told;
    private volatile long asking;

    /**
     * A quota of the driver.
     *
     * @param reach whether the driver can be asked
     * @param part the fixed part to keep when it cannot
     */
    DriverQuota(String account, String endpoint, QuotaTerms terms, Reach reach, Part part) {
        this.account = account;
        this.endpoint = endpoint;
        this.reach = reach;
        this.clock = reach.clock();
        this.part = part;
        this.terms = terms;
        this.limits = terms.limits().times(terms.part());
    }

    @Override
    public Duration reserve(QuotaTerms asked, int permits) {
        return ask(Verb.RESERVE, asked, permits, () -> own().reserve(part.terms(asked), permits));
    }

    @Override
    public Duration paused() {
        return ask(Verb.PAUSED, terms, 0, () -> own().paused());
    }

    private Duration ask(Verb verb, QuotaTerms asked, long number, Supplier<Duration> otherwise) {
        if (!reach.isOpen()) {
            return otherwise.get();
        }
        long start = clock.nanoTime();
        try {
            Grant grant = reach.driver().ask(message(verb, asked, number));
            asking = clock.nanoTime() - start;
            limits = grant.limits();
            reach.opened();
            return grant.delay();
        } catch (UnreachableException e) {
            reach.closed(e.getCause());
            return otherwise.get();
        } catch (InterruptedException e) {
            // Whoever waits finds out by waiting.
            Thread.currentThread().interrupt();
            return AT_ONCE;
        }
    }

    private Message message(Verb verb, QuotaTerms known, long... numbers) {
        return new Message(
                verb, account, endpoint, known, Arrays.stream(numbers).boxed().toList());
    }

    /** The fixed part, of which nothing has been used when it is needed for the first time. */
    private synchronized Quota own() {
        if (own == null) {
            own = part.quota(account, endpoint, terms);
            own.pause(part.turn(limits));
            if (told != null) {
                own.granted(told);
            }
        }
        return own;
    }

    private synchronized void own(Consumer<Quota> change) {
        if (own != null) {
            change.accept(own);
        }
    }

    @Override
    public void pause(Duration duration) {
        own(quota -> quota.pause(duration));
        tell(Verb.PAUSE, duration.toNanos());
    }

    /** The driver logs a request when it tells that it may leave, so the way to the driver counts as well. */
    @Override
    public void answered(Duration roundTrip) {
        own(quota -> quota.answered(roundTrip));
        tell(Verb.ANSWERED, roundTrip.toNanos() + asking);
    }

    @Override
    public void granted(QuotaLimits server) {
        if (!server.equals(told)) {
            own(quota -> quota.granted(server));
            // What the driver has not heard it is told again with the next answer.
            told = tell(Verb.GRANTED, server.toArray()) ? server : null;
        }
    }

    private boolean tell(Verb verb, long... numbers) {
        if (!reach.isOpen()) {
            return false;
        }
        try {
            reach.driver().tell(message(verb, terms, numbers));
            return true;
        } catch (UnreachableException e) {
            reach.notTold(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    @Override
    public QuotaLimits limits() {
        return limits;
    }

    @Override
    public String toString() {
        return "DriverQuota(" + endpoint + ", " + limits + ")";
    }
}
