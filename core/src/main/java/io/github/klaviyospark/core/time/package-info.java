/**
 * Time as a value that is handed in. Nothing outside this package reads the machine's clock or sleeps, and nothing but
 * that belongs here.
 */
package io.github.klaviyospark.core.time;
