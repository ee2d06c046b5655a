/**
 * Klaviyo's filter grammar, and how conditions on rows become requests in it. A {@link
 * io.github.klaviyospark.core.filter.Constraint} says which rows are wanted, a {@link
 * io.github.klaviyospark.core.filter.Filter} what the API is asked; between them lies everything the API's comparisons
 * cannot say exactly. Knows no query engine and sends nothing.
 */
package io.github.klaviyospark.core.filter;
