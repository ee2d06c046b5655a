package io.github.klaviyospark.core.provision;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings an account to what a definition says.
 *
 * <pre>{@code
 * Provisioner provisioner = new Provisioner(client, definition);
 * Plan plan = provisioner.plan();   // reads only
 * provisioner.apply(listener);      // does it, and nothing when run again
 * }</pre>
 *
 * <p>Each step is decided from what the account has at that moment, and only the first of the plan is made before it is
 * looked at again. So a run that was stopped, or whose answer was lost, is continued by running again: what exists is found
 * and not made twice. Two runs at once may both create an object type of one title; do not start them.
 */
public final class Provisioner {

    /** How long to wait for Klaviyo to process stored records, which may take hours after large imports. */
    public static final Duration DEFAULT_MAX_WAIT = Duration.ofHours(6);

    /** How long a change may take to show before it counts as not made. */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    private final KlaviyoClient client;
    private final Definition definition;
    private final Clock clock;
    private final boolean mayDrop;
    private final Duration maxWait;

    /** Changes an account, without ever taking a property or a relationship away. */
    public Provisioner(KlaviyoClient client, Definition definition) {
        this(client, definition, Clock.system(), false, DEFAULT_MAX_WAIT);
    }

    /**
     * Changes an account.
     *
     * @param mayDrop whether properties and relationships that the definition does not have are taken away
     * @param maxWait how long to wait until a schema is active
     */
    public Provisioner(KlaviyoClient client, Definition definition, Clock clock, boolean mayDrop, Duration maxWait) {
        this.client = client;
        this.definition = definition;
        this.clock = clock;
        this.mayDrop = mayDrop;
        this.maxWait = maxWait;
    }

    /**
     * Looks at the account and says what is to be done. Changes nothing.
     *
     * @throws IllegalArgumentException when the definition does not fit the account
     * @throws IOException when the account cannot be read
     */
    public Plan plan() throws IOException {
        AccountState account = new AccountState(client, definition);
        account.readAll();
        return new Plan(new Planner(definition, account).steps());
    }

    /**
     * Does what is to be done and waits until all schemas are active.
     *
     * @return the steps that were made; none when all was as it should be
     * @throws IllegalArgumentException when something would be dropped that may not be
     * @throws ProvisionException when Klaviyo refuses a step, with its cause and what to do
     * @throws IOException when the account cannot be reached, or does not come to what is defined
     */
    public List<Step> apply(ProvisionListener listener) throws IOException {
        AccountState account = new AccountState(client, definition);
        account.readAll();
        Planner planner = new Planner(definition, account);
        StepRunner runner = new StepRunner(client, definition, account, planner);

        List<Step> made = new ArrayList<>();
        List<Step> rest = planner.steps();
        while (!rest.isEmpty()) {
            Step step = rest.get(0);
            // Each time: what somebody else adds meanwhile must not be dropped either.
            checkDrops(new Plan(rest));
            checkProgress(step, made);
            listener.begins(step);
            if (step.kind() == Step.Kind.AWAIT_ACTIVE) {
                awaitActive(step.subject(), account, listener);
            } else {
                run(step, runner);
                made.add(step);
                awaitEffect(step, account, planner);
            }
            rest = planner.steps();
        }
        return made;
    }

    private void checkDrops(Plan plan) {
        if (!mayDrop && !plan.drops().isEmpty()) {
            throw new IllegalArgumentException(
                    "The account has what the definition lacks: "
                            + String.join(", ", plan.drops())
                            + ". Add it to the definition, or allow it to be dropped (--allow-drop of the verb provision); objects then lose these values.");
        }
    }

    /** A type that was activated is done with; if not, going on would make versions without end. */
    private static void checkProgress(Step step, List<Step> made) throws IOException {
        boolean wasActivated = made.stream()
                .anyMatch(before ->
                        before.kind() == Step.Kind.ACTIVATE && before.subject().equals(step.subject()));
        if (wasActivated && step.kind() != Step.Kind.AWAIT_ACTIVE) {
            throw new IOException(
                    "The schema of " + step.subject() + " was activated, and there is more to do: '" + step
                            + "'. Klaviyo did not take it as it is, or somebody else changes it at the same time. Look at the"
                            + " type in the account, then run again.");
        }
    }

    private static void run(Step step, StepRunner runner) throws IOException {
        try {
            runner.run(step);
        } catch (KlaviyoException e) {
            // Made or not, the account itself is asked next; if it was not, this run ends and another makes it.
            if (!e.isInDoubt()) {
                throw refused(step, runner, e);
            }
        }
    }

    private static ProvisionException refused(Step step, StepRunner runner, KlaviyoException refusal) {
        try {
            return new ProvisionException(step, runner.explanation(step, refusal), refusal);
        } catch (IOException e) {
            // What is known is the refusal; why it is not explained comes second.
            ProvisionException unexplained = new ProvisionException(step, "", refusal);
            unexplained.addSuppressed(e);
            return unexplained;
        }
    }

    /** Reads again until the step is no longer the first to make; after a lost answer it may well be. */
    private void awaitEffect(Step step, AccountState account, Planner planner) throws IOException {
        Patience patience = new Patience(clock);
        while (true) {
            reread(step, account);
            List<Step> rest = planner.steps();
            if (rest.isEmpty() || !rest.get(0).equals(step)) {
                return;
            }
            if (patience.waited().compareTo(SETTLING) > 0) {
                throw new IOException("'" + step + "' was sent, and the account does not show it after "
                        + SETTLING.toSeconds() + " s. Run again later: what is made by then is found.");
            }
            patience.pause();
        }
    }

    private static void reread(Step step, AccountState account) throws IOException {
        if (step.kind() == Step.Kind.CREATE_SOURCE) {
            account.readSources();
        } else {
            account.read(step.subject());
        }
    }

    private void awaitActive(String objectType, AccountState account, ProvisionListener listener) throws IOException {
        Patience patience = new Patience(clock);
        account.read(objectType);
        while (account.type(objectType).filter(TypeState::isPublishing).isPresent()) {
            Duration waited = patience.waited();
            if (waited.compareTo(maxWait) > 0) {
                throw new IOException("The schema of " + objectType + " is still being published after "
                        + waited.toMinutes() + " min. Klaviyo goes on by itself; run again later to see it active.");
            }
            listener.isWaiting(objectType, waited);
            patience.pause();
            account.read(objectType);
        }
    }
}
