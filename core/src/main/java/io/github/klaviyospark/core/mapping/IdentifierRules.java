package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.objects.IdentifierType;

/** Which values identify a profile or another object. */
final class IdentifierRules {

    private static final int MAX_EMAIL_BYTES = 254;
    private static final int MIN_PHONE_DIGITS = 7;
    private static final int MAX_PHONE_DIGITS = 15;

    private IdentifierRules() {}

    /**
     * The text of an identifier.
     *
     * @param type null for the id of another object
     * @param value neither absent nor null
     * @return null when it has no form that it could be found by
     */
    static String text(IdentifierType type, JsonNode value) {
        String text = null;
        if (value.isTextual()) {
            text = value.textValue();
        } else if (value.isNumber()) {
            text = Numbers.text(value);
        }
        return text != null && fits(type, text) ? text : null;
    }

    private static boolean fits(IdentifierType type, String text) {
        if (type == IdentifierType.EMAIL) {
            return isEmail(text);
        }
        if (type == IdentifierType.PHONE) {
            return isPhone(text);
        }
        return !text.isEmpty();
    }

    private static boolean isPhone(String text) {
        int digits = text.length() - 1;
        if (digits < MIN_PHONE_DIGITS || digits > MAX_PHONE_DIGITS || text.charAt(0) != '+' || text.charAt(1) == '0') {
            return false;
        }
        return text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isEmail(String text) {
        int at = text.indexOf('@');
        return at > 0
                && text.indexOf('@', at + 1) < 0
                && !JsonSize.isLonger(text, MAX_EMAIL_BYTES)
                && text.codePoints().noneMatch(IdentifierRules::isBlank)
                && isDomain(text.substring(at + 1));
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    private static boolean isDomain(String text) {
        String[] labels = text.split("\\.", -1);
        for (String label : labels) {
            boolean fits = !label.isEmpty()
                    && !label.startsWith("-")
                    && !label.endsWith("-")
                    && label.codePoints().allMatch(c -> c == '-' || (c >= '0' && c <= '9') || Character.isLetter(c));
            if (!fits) {
                return false;
            }
        }
        return labels.length > 1;
    }
}
