/**
 * A second opinion on the contract: Klaviyo's OpenAPI document as a validator library reads it, not as we do.
 *
 * <p>{@code Judge} is the library, asked about one request or one answer; {@code Document} gives it the part of the
 * document that an operation needs, with {@code Differences} for what recorded answers of Klaviyo have besides. {@code
 * Golden} is a request that a target must make; {@code World} makes an emulator hold what a golden speaks of, {@code
 * Client} sends it there.
 *
 * <p>What must not enter: code of core, of the connector, or of the module that writes the contract, so that one cannot
 * share the other's mistakes. Of the emulator only its public class is used, and the list of known differences.
 */
package io.github.klaviyospark.contract.openapi;
