/**
 * Events as they are sent: the rules for each of them, and which of them are the same event. Nothing here knows of
 * requests, profiles or the time of day.
 */
package io.github.klaviyospark.emulator.events;
