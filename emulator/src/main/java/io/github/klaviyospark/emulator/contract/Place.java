package io.github.klaviyospark.emulator.contract;

/** A place in a document, made into a text only when something is wrong there. */
record Place(Place parent, String step) {
    static final Place ROOT = new Place(null, "");

    Place member(String name) {
        return new Place(this, name);
    }

    Place item(int index) {
        return new Place(this, Integer.toString(index));
    }

    /** A JSON pointer. */
    String pointer() {
        return parent == null
                ? ""
                : parent.pointer() + "/" + step.replace("~", "~0").replace("/", "~1");
    }
}
