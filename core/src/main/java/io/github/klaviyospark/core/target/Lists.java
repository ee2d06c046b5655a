package io.github.klaviyospark.core.target;

/** The list that a request is about, as it names it. */
final class Lists {

    private Lists() {}

    /** The member that says so, with a comma after it. */
    static String relationship(String id) {
        return "\"relationships\":{\"list\":{\"data\":{\"type\":\"list\",\"id\":" + RowTarget.quoted(id) + "}}},";
    }
}
