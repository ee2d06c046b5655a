/**
 * Asynchronous jobs, whatever they are about: how they come in, wait, are carried out and end, and what spoils them.
 *
 * <p>{@code JobBook} holds all jobs of the account; {@code JobWork} is what a job does with each of its records; {@code
 * JobFate} is what is to go wrong with it; {@code Job} is what it looks like at one moment.
 *
 * <p>What must not enter: HTTP, the spelling of requests and answers, what the records mean, and code of the connector.
 */
package io.github.klaviyospark.emulator.jobs;
