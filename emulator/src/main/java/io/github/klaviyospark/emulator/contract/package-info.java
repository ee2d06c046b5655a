/**
 * Holds every exchange of the emulator against a description of Klaviyo's requests and answers.
 *
 * <p>The description is {@code klaviyo.json}, made from Klaviyo's OpenAPI document and holding facts only, with {@code
 * known-differences.json} laid over it, where recorded answers of Klaviyo are otherwise. {@code ContractCheck} is the
 * way in, {@code Contract} the description, {@code RequestCheck}, {@code AnswerCheck} and {@code DocumentCheck} the
 * rules, {@code ContractLog} the file in which all is noted.
 *
 * <p>What must not enter: knowledge of how the emulator works, so that one cannot share the other's mistakes, and content
 * of requests in what is noted.
 */
package io.github.klaviyospark.emulator.contract;
