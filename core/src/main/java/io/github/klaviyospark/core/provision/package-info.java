/**
 * Brings an account to what a definition says: reads what is there, plans the difference, and makes it step by step, so
 * that it can be stopped anywhere and run again. Must not know where a definition came from.
 */
package io.github.klaviyospark.core.provision;
