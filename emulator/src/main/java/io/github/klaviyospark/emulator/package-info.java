/**
 * An embedded Klaviyo: a real HTTP server on the loopback interface that is at least as strict as Klaviyo itself.
 *
 * <p>It exists so that tests, examples and demonstrations can run against limits, quotas and failures without an
 * account. {@link io.github.klaviyospark.emulator.KlaviyoEmulator} starts it inside a JVM, {@code Main} as a process
 * of its own. All else is package-private: {@code Pipeline} puts a request through the checks in their order,
 * {@code Routes} names the endpoints, {@code Quotas} holds the rate limits, {@code FaultPlan} the failures asked for,
 * {@code EmulatorState} what was sent. Profiles come from {@code SeededProfiles}, which stores none of them, and from
 * {@code ProfileLine}; {@code ProfileStore} keeps both, {@code ProfileView} finds them, {@code ProfilePage} writes them.
 * {@code CustomObjects} holds what was defined, {@code TypeObjects} what the package {@code objects} makes of the ledger by
 * it.
 *
 * <p>What must not enter: code of the connector (an error there would be judged by itself), Spark, anything that talks
 * to another host, and behaviour of Klaviyo that no source states unless it is the stricter choice.
 */
package io.github.klaviyospark.emulator;
