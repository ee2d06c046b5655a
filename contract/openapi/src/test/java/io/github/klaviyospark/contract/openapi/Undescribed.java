package io.github.klaviyospark.contract.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What a document of a part of Klaviyo's operations may leave out: the lines of {@code undescribed.txt}. Anything else that it does not
 * describe fails a test, so that nothing is passed over in silence; and what is passed over is printed, once each.
 */
final class Undescribed {
    private static final Set<String> ALLOWED = allowed();
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Undescribed() {}

    /**
     * Goes on with a test where an operation is described.
     *
     * @param operation its operationId, or its method and path
     * @param what is looked at, or is not
     */
    static void assume(boolean isDescribed, String operation, String what) {
        if (!isDescribed) {
            assertThat(ALLOWED)
                    .as(
                            "what the document of -Dklaviyo.openapi may leave out; add a line to undescribed.txt if that is so")
                    .contains(operation);
            if (SAID.add(operation + what)) {
                System.out.println("Not looked at: " + what + ". The document of -Dklaviyo.openapi does not describe "
                        + operation + ".");
            }
        }
        assumeTrue(isDescribed, () -> operation + " is not described.");
    }

    private static Set<String> allowed() {
        try (InputStream file = Undescribed.class.getResourceAsStream("undescribed.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("undescribed.txt cannot be read.", e);
        }
    }
}
