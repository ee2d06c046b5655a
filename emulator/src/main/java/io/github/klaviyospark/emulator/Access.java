package io.github.klaviyospark.emulator;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two headers without which no operation is reached: the key and the revision. */
final class Access {
    private static final Set<String> SCHEMES = Set.of("Klaviyo-API-Key", "Bearer");
    private static final Pattern REVISION = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(\\.[A-Za-z0-9]+)?");

    private final String apiKey;

    /** A null key means that any will do. */
    Access(String apiKey) {
        this.apiKey = apiKey;
    }

    void check(Call call) throws Refusal {
        checkKey(call.header("authorization").orElse(""));
        checkRevision(call.header("revision").orElse(""));
    }

    private void checkKey(String authorization) throws Refusal {
        int space = authorization.indexOf(' ');
        if (space < 0 || !SCHEMES.contains(authorization.substring(0, space))) {
            throw Refusal.unauthenticated("Missing or invalid authorization scheme. Please use Klaviyo-API-Key.");
        }
        String key = authorization.substring(space + 1);
        boolean right = apiKey == null ? !key.isBlank() && key.indexOf(' ') < 0 : apiKey.equals(key);
        if (!right) {
            throw Refusal.unauthenticated("Missing or invalid private key.");
        }
    }

    private static void checkRevision(String revision) throws Refusal {
        Matcher matcher = REVISION.matcher(revision);
        try {
            if (matcher.matches()) {
                LocalDate.parse(matcher.group(1));
                return;
            }
        } catch (DateTimeException e) {
            // A date that no calendar has is refused like any other text.
        }
        throw Refusal.invalidParameter(
                "The header 'revision' is required and has the form YYYY-MM-DD[.suffix].", "revision");
    }
}
