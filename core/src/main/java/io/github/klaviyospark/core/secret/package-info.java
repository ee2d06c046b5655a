/**
 * Keys by reference: where a key comes from, the wrapper it is carried in, and the rule that says where it may be sent.
 * Nothing here prints, logs or stores a key.
 */
package io.github.klaviyospark.core.secret;
