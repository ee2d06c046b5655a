/** What a catalog consists of, and what each of its resources takes. Nothing here knows of requests or of what is held. */
package io.github.klaviyospark.emulator.catalog;
