/** Definitions of Custom Objects in an account: what exists and what is made. Must not know how records are sent. */
package io.github.klaviyospark.core.objects;
