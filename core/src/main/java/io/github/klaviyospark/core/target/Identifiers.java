package io.github.klaviyospark.core.target;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Klaviyo knows profiles by. One that is malformed makes it refuse the whole request, so each is looked at before it
 * is sent.
 */
final class Identifiers {

    static final String EMAIL_HELP = "The e-mail address: one `@`, at most 100 characters.";
    static final String PHONE_HELP = "The phone number in E.164: `+` and digits, at most 15.";

    private static final int EMAIL_LENGTH = 100;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern PHONE = Pattern.compile("\\+[1-9]\\d{1,14}");

    private Identifiers() {}

    /** An identifier without a form of its own. */
    static Optional<String> opaque(Row row, String column) throws InvalidRowException {
        Optional<String> text = row.text(column);
        if (text.filter(String::isBlank).isPresent()) {
            throw new InvalidRowException(column, "is empty; make it null where there is none");
        }
        return text;
    }

    /** The same with a length that it may have at most. */
    static Optional<String> opaque(Row row, String column, int most) throws InvalidRowException {
        Optional<String> text = opaque(row, column);
        // Klaviyo does not say what a character is. In UTF-16 there are at least as many as by any other measure but
        // bytes.
        if (text.isPresent() && text.get().length() > most) {
            throw new InvalidRowException(
                    column, "has " + text.get().length() + " characters, and may have " + most + " at most");
        }
        return text;
    }

    static Optional<String> email(Row row, String column) throws InvalidRowException {
        Optional<String> email = opaque(row, column, EMAIL_LENGTH);
        if (email.isPresent() && !EMAIL.matcher(email.get()).matches()) {
            throw new InvalidRowException(column, "is no e-mail address: it needs one @ and no blanks");
        }
        return email;
    }

    static Optional<String> phone(Row row, String column) throws InvalidRowException {
        Optional<String> phone = opaque(row, column);
        if (phone.isPresent() && !PHONE.matcher(phone.get()).matches()) {
            throw new InvalidRowException(column, "is no phone number in E.164: write + and up to 15 digits");
        }
        return phone;
    }

    /** Refuses a row that has none of some columns. */
    static void requireOne(Row row, List<String> columns) throws InvalidRowException {
        if (columns.stream().noneMatch(row::has)) {
            throw new InvalidRowException("all of the columns " + String.join(", ", columns)
                    + " are null, and one of them must say which profile is meant");
        }
    }

    /**
     * The column that has a value in a row that may have only one of some.
     *
     * @throws InvalidRowException when none has one, or several have
     */
    static String onlyOne(Row row, List<String> columns) throws InvalidRowException {
        List<String> given = columns.stream().filter(row::has).toList();
        if (given.size() != 1) {
            throw new InvalidRowException((given.isEmpty() ? "none" : "more than one") + " of the columns "
                    + String.join(", ", columns) + " has a value, and exactly one must have");
        }
        return given.get(0);
    }
}
