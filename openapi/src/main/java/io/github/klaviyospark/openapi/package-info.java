/**
 * A command line that reads Klaviyo's OpenAPI document and writes the files of this project that follow from it.
 *
 * <p>{@link io.github.klaviyospark.openapi.Main} has a subcommand for each kind of file; {@code OpenApiDocument} finds
 * operations and follows references for all of them, {@code AllOf} makes one schema of several. What is written holds
 * facts only: names, types, values and limits, no sentence of Klaviyo's.
 *
 * <p>What must not enter: anything that the connector or the emulator needs when it runs, and a copy of the document.
 */
package io.github.klaviyospark.openapi;
