/**
 * What a user wants Custom Objects to be: read from a file or made by code, and checked against every rule that the
 * documents state before anything is sent. Must not know what an account has, nor speak to one.
 */
package io.github.klaviyospark.core.definition;
