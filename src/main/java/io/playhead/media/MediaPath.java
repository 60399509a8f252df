package io.playhead.media;

import io.playhead.access.AclName;
import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code [prefix]/1.0[/users/me]/cdr/{cdr}/recordings/{recording}/media}, or another ending, taken apart.
 *
 * @param prefix {@code /api/call-logd} or empty
 * @param me whether it is the caller's own calls that are asked for
 * @param ending behind the recording's id
 * @param call decimal digits, as many as there were
 */
record MediaPath(String prefix, boolean me, BigInteger call, UUID recording, String ending) implements MediaSubject {

    MediaPath(String prefix, boolean me, BigInteger call, UUID recording) {
        this(prefix, me, call, recording, MEDIA);
    }

    private static final AclName ADMINISTRATOR =
            AclName.of("call-logd.cdr.{cdr_id}.recordings.{recording_uuid}.media.read");
    private static final AclName MINE =
            AclName.of("call-logd.users.me.cdr.{cdr_id}.recordings.{recording_uuid}.media.read");

    private static final AclName REVOKE =
            AclName.of("call-logd.cdr.{cdr_id}.recordings.{recording_uuid}.media.tickets.delete");
    private static final AclName REVOKE_MINE =
            AclName.of("call-logd.users.me.cdr.{cdr_id}.recordings.{recording_uuid}.media.tickets.delete");

    static final String PREFIX = "/api/call-logd";

    static final String VERSION = "/1.0";
    static final String ME = "/users/me";
    static final String CALL = "/cdr/";
    private static final String RECORDING = "/recordings/";
    static final String MEDIA = "/media";
    private static final int UUID_LENGTH = 36;

    /** @param path decoded, without query. Empty if it is not one */
    static Optional<MediaPath> of(String path) {
        return of(path, MEDIA);
    }

    /** @param ending behind the recording's id, such as {@code /media} */
    static Optional<MediaPath> of(String path, String ending) {
        if (!path.endsWith(ending)) {
            return Optional.empty();
        }
        String prefix = path.startsWith(PREFIX) ? PREFIX : "";
        int at = after(path, prefix.length(), VERSION);
        boolean me = at >= 0 && path.startsWith(ME, at);
        at = after(path, me ? at + ME.length() : at, CALL);
        int digits = at;
        while (digits >= 0 && digits < path.length() && isDigit(path.charAt(digits))) {
            digits++;
        }
        int recording = digits > at ? after(path, digits, RECORDING) : -1;
        if (recording < 0 || recording + UUID_LENGTH + ending.length() != path.length()) {
            return Optional.empty();
        }
        String uuid = path.substring(recording, recording + UUID_LENGTH);
        return isUuid(uuid)
                ? Optional.of(new MediaPath(
                        prefix, me, new BigInteger(path.substring(at, digits)), UUID.fromString(uuid), ending))
                : Optional.empty();
    }

    @Override
    public boolean isMedia() {
        return ending.equals(MEDIA);
    }

    @Override
    public String text(String script) {
        return script + VERSION + (me ? ME : "") + CALL + call + RECORDING + recording + ending;
    }

    @Override
    public UUID only() {
        return recording;
    }

    @Override
    public String acl() {
        return (me ? MINE : ADMINISTRATOR).with(call, recording);
    }

    @Override
    public String revocationAcl() {
        return (me ? REVOKE_MINE : REVOKE).with(call, recording);
    }

    /** Where {@code part} ends if it stands at {@code at}, else -1. */
    private static int after(String path, int at, String part) {
        return at >= 0 && path.startsWith(part, at) ? at + part.length() : -1;
    }

    /** 8-4-4-4-12 hexadecimal digits; {@link UUID#fromString} takes shorter groups too. */
    static boolean isUuid(String text) {
        for (int index = 0; index < text.length(); index++) {
            boolean hyphen = index == 8 || index == 13 || index == 18 || index == 23;
            char character = text.charAt(index);
            if (hyphen ? character != '-' : !isHexadecimal(character)) {
                return false;
            }
        }
        return text.length() == UUID_LENGTH;
    }

    static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isHexadecimal(char character) {
        return isDigit(character) || character >= 'a' && character <= 'f' || character >= 'A' && character <= 'F';
    }
}
