package io.github.klaviyospark.emulator.objects;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What tells to which profile an object belongs. */
public enum IdentifierType {
    EMAIL,
    PHONE,
    KLAVIYO_ID,
    EXTERNAL_ID,
    ANONYMOUS;

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final int MOST_BYTES = 254;

    /** The name in mappings, such as {@code external-id}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The type of a name. */
    public static Optional<IdentifierType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
    }

    /** Whether only a profile that is there already can be meant. */
    boolean mustExist() {
        return this == KLAVIYO_ID || this == EXTERNAL_ID;
    }

    public boolean fits(String text) {
        return switch (this) {
            case EMAIL -> isAddress(text);
            case PHONE -> E164.matcher(text).matches();
            case KLAVIYO_ID, EXTERNAL_ID, ANONYMOUS -> !text.isEmpty();
        };
    }

    private static boolean isAddress(String text) {
        int at = text.indexOf('@');
        if (at < 1
                || at != text.lastIndexOf('@')
                || RecordJson.bytes(text) > MOST_BYTES
                || text.codePoints().anyMatch(IdentifierType::isBlank)) {
            return false;
        }
        String[] labels = text.substring(at + 1).split("\\.", -1);
        return labels.length >= 2 && Arrays.stream(labels).allMatch(IdentifierType::isLabel);
    }

    private static boolean isBlank(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point) || Character.isISOControl(point);
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && !label.startsWith("-")
                && !label.endsWith("-")
                && label.codePoints()
                        .allMatch(point -> Character.isLetter(point) || (point >= '0' && point <= '9') || point == '-');
    }
}
