/**
 * The last word of a test run: whether every request of the connector and every answer of an emulator kept the contract.
 *
 * <p>{@code Suite} says which operations each module must have exercised, {@code SuiteLog} reads what its emulators noted,
 * and {@code Verdict} judges. It knows the logs and nothing else; the emulator wrote them, and its rules are tested there.
 */
package io.github.klaviyospark.contract;
