package io.github.klaviyospark.core.provision;

import java.time.Duration;

/** Is told what happens while an account is changed, which may take from seconds to hours. */
public interface ProvisionListener {

    /** A listener that does nothing. */
    ProvisionListener NONE = new ProvisionListener() {};

    /** A step begins. */
    default void begins(Step step) {}

    /**
     * Klaviyo is still processing stored records.
     *
     * @param objectType the title of the type
     * @param waited for how long
     */
    default void isWaiting(String objectType, Duration waited) {}
}
