package io.playhead.audit;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can be told in the listen log. */
public enum Action {
    LISTEN_STARTED("listen.started"),
    LISTEN_ENDED("listen.ended"),
    TICKET_MADE("ticket.made"),
    TICKET_REVOKED("ticket.revoked"),
    RECORDING_MADE("recording.made"),
    MEDIA_DELETED("media.deleted"),
    MEDIA_RELINKED("media.relinked"),
    IMPORT_MADE("import.made"),
    EXPORT_MADE("export.made"),
    EXPORT_DOWNLOADED("export.downloaded"),
    POLICY_CHANGED("policy.changed"),
    RETENTION_CHANGED("retention.changed"),
    HOLD_CHANGED("hold.changed"),
    REFUSED("request.refused"),
    /** Something may have happened that is not told. */
    GAP("log.gap");

    private static final Map<String, Action> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Action::text, Function.identity()));

    private final String text;

    Action(String text) {
        this.text = text;
    }

    /** As the API and the database have it. */
    String text() {
        return text;
    }

    static Optional<Action> of(String text) {
        return Optional.ofNullable(BY_TEXT.get(text));
    }

    static Map<String, Action> byText() {
        return BY_TEXT;
    }
}
