package io.playhead.cdr;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call to be registered.
 *
 * @param answered null if nobody answered
 * @param direction internal, inbound or outbound
 * @param conversation the PBX's id of the conversation, {@code digits.digits}
 * @param destination what the call led to, {@code type} first
 */
public record NewCall(
        UUID tenant,
        Instant start,
        @Nullable Instant answered,
        Instant end,
        String direction,
        @Nullable String conversation,
        Party source,
        Party requested,
        Party destination,
        Map<String, String> details,
        List<Member> members) {

    /**
     * @param context of a requested extension alone
     * @param internalName of a source alone
     */
    public record Party(
            @Nullable String name,
            @Nullable String extension,
            @Nullable String context,
            @Nullable String internalExtension,
            @Nullable String internalContext,
            @Nullable String internalName) {

        /** @param internal whether the extension is one of the PBX's own */
        public Party(@Nullable String name, String extension, @Nullable String context, boolean internal) {
            this(name, extension, context, internal ? extension : null, context, null);
        }
    }

    /** A user who takes part. @param source whether the call came from them */
    public record Member(
            UUID user,
            @Nullable Integer line,
            boolean source,
            boolean answered,
            boolean requested,
            List<String> tags) {}
}
