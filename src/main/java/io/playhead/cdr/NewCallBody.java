package io.playhead.cdr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a call to be registered, in the names by which the API shows calls. What follows from others is passed over. */
public final class NewCallBody {

    /** Of a call that is registered. */
    public static final Set<String> NAMES = names();

    private static final List<String> DIRECTIONS = List.of("internal", "inbound", "outbound");

    /** Call-logd's own, as its table has them. */
    private static final Set<String> DETAILS = Set.of(
            "type",
            "user_uuid",
            "user_name",
            "meeting_uuid",
            "meeting_name",
            "conference_id",
            "group_label",
            "group_id",
            "voicemail_id",
            "voicemail_name");

    private static final int LONGEST_TAG = 128;
    private static final String PARTICIPANTS = "participants";

    private NewCallBody() {}

    private static Set<String> names() {
        Set<String> names = new TreeSet<>(CallFields.NAMES);
        names.add(PARTICIPANTS);
        return Set.copyOf(names);
    }

    /**
     * What is wrong is told by the fields' own check.
     *
     * @param tenant whose call it is to be; another that is named is wrong
     * @return empty only if something is wrong
     */
    public static Optional<NewCall> read(BodyFields fields, UUID tenant) {
        fields.require("start");
        fields.require("end");
        Instant start = fields.instant("start");
        Instant answer = fields.instant("answer");
        Instant end = fields.instant("end");
        UUID named = fields.uuid("tenant_uuid");
        if (named != null && !named.equals(tenant)) {
            fields.wrong("tenant_uuid", "Not the tenant of the request.", "tenant", "tenant");
        }
        if (start != null && end != null && end.isBefore(start)) {
            fields.wrong("end", "Before the start.", "order", "order");
        }
        String direction = fields.choice("call_direction", DIRECTIONS);
        String conversation = fields.text("conversation_id");
        NewCall.Party source = party(fields, "source");
        NewCall.Party requested = party(fields, "requested");
        NewCall.Party destination = party(fields, "destination");
        Map<String, String> details = fields.map("destination_details", DETAILS);
        List<NewCall.Member> members = members(fields, answer != null);
        return start == null || end == null
                ? Optional.empty()
                : Optional.of(new NewCall(
                        tenant,
                        start,
                        answer,
                        end,
                        direction == null ? "internal" : direction,
                        conversation,
                        source,
                        requested,
                        destination,
                        details,
                        members));
    }

    private static NewCall.Party party(BodyFields fields, String role) {
        return new NewCall.Party(
                fields.text(role + "_name"),
                fields.text(role + "_extension"),
                role.equals("requested") ? fields.text("requested_context") : null,
                fields.text(role + "_internal_extension"),
                fields.text(role + "_internal_context"),
                role.equals("source") ? fields.text("source_internal_name") : null);
    }

    /** As they are listed; else those that the users of source, destination and request make. */
    private static List<NewCall.Member> members(BodyFields fields, boolean answered) {
        List<String> tags = fields.texts(CallFields.TAGS, LONGEST_TAG);
        if (fields.has(PARTICIPANTS)) {
            return fields.each(PARTICIPANTS).stream()
                    .flatMap(one -> member(one).stream())
                    .toList();
        }
        List<NewCall.Member> members = new ArrayList<>();
        UUID source = fields.uuid("source_user_uuid");
        UUID destination = fields.uuid("destination_user_uuid");
        UUID requested = fields.uuid("requested_user_uuid");
        if (source != null) {
            members.add(new NewCall.Member(source, fields.natural("source_line_id"), true, true, false, tags));
        }
        if (destination != null) {
            boolean asked = requested == null || destination.equals(requested);
            Integer line = fields.natural("destination_line_id");
            members.add(new NewCall.Member(destination, line, false, answered, asked, tags));
        }
        if (requested != null && !requested.equals(destination)) {
            members.add(new NewCall.Member(requested, null, false, false, true, tags));
        }
        if (members.isEmpty() && !tags.isEmpty()) {
            fields.wrong(CallFields.TAGS, "Tags are those of participants, and there are none.", "tags", PARTICIPANTS);
        }
        return List.copyOf(members);
    }

    private static Optional<NewCall.Member> member(BodyFields fields) {
        fields.onlyOf(Set.of("user_uuid", "line_id", "role", CallFields.TAGS, "answered", "requested"));
        fields.require("user_uuid");
        fields.require("role");
        @Nullable UUID user = fields.uuid("user_uuid");
        Integer line = fields.natural("line_id");
        String role = fields.choice("role", List.of("source", "destination"));
        List<String> tags = fields.texts(CallFields.TAGS, LONGEST_TAG);
        boolean answered = fields.flag("answered");
        boolean requested = fields.flag("requested");
        return user == null
                ? Optional.empty()
                : Optional.of(
                        new NewCall.Member(user, line, Objects.equals(role, "source"), answered, requested, tags));
    }
}
