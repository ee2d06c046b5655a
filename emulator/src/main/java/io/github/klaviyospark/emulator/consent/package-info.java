/**
 * Who may be written to, and by what: channels, what can be consented to on each, and how a profile shows it.
 *
 * <p>What must not enter: HTTP, the spelling of requests, clocks, profiles as a whole, and code of the connector.
 */
package io.github.klaviyospark.emulator.consent;
