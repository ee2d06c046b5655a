package io.github.klaviyospark.emulator.consent;

import java.util.List;

/** A way to reach somebody. */
public enum Channel {
    EMAIL("email", "email", List.of("marketing", "open_tracking"), List.of("marketing", "open_tracking")),
    SMS("sms", "sms", List.of("marketing", "transactional"), List.of("marketing", "transactional")),
    WHATSAPP(
            "whatsapp",
            "whatsapp",
            List.of("marketing", "transactional"),
            List.of("marketing", "transactional", "conversational")),
    PUSH("push", "mobile_push", List.of("marketing"), List.of("marketing"));

    private final String written;
    private final String shown;
    private final List<String> granted;
    private final List<String> withdrawn;

    Channel(String written, String shown, List<String> granted, List<String> withdrawn) {
        this.written = written;
        this.shown = shown;
        this.granted = granted;
        this.withdrawn = withdrawn;
    }

    /** The name in requests. */
    public String written() {
        return written;
    }

    /** The name in profiles. */
    public String shown() {
        return shown;
    }

    /** What can be consented to. */
    public List<String> kinds(boolean subscribing) {
        return subscribing ? granted : withdrawn;
    }

    /** Whether somebody is reached by a telephone number rather than by an address. */
    public boolean byPhone() {
        return this == SMS || this == WHATSAPP;
    }

    /** The member that says whether something may be sent. */
    String permission(String kind) {
        if (kind.equals("open_tracking") || this == WHATSAPP) {
            return "can_receive";
        }
        return "can_receive_" + (this == PUSH ? "push" : written) + "_" + kind;
    }
}
