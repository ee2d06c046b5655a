/**
 * Records on their way into a bulk endpoint: targets, chunks and receipts. A target says what an envelope looks like and
 * what fits in; the chunker, the sender and the receipts serve every target and know none of them. Nothing here knows
 * how a record came to be JSON.
 */
package io.github.klaviyospark.core.bulk;
