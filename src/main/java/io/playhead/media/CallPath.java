package io.playhead.media;

import io.playhead.access.AclName;
import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code [prefix]/1.0[/users/me]/cdr/{cdr}/media}, or another ending, taken apart.
 *
 * @param prefix {@code /api/call-logd} or empty
 * @param ending behind the call's id
 * @param call decimal digits, as many as there were
 */
record CallPath(String prefix, boolean me, BigInteger call, String ending) implements MediaSubject {

    static final String MEDIA = "/media";
    static final String TIMELINE = "/media/timeline";

    private static final AclName ADMINISTRATOR = AclName.of("call-logd.cdr.{cdr_id}.media.read");
    private static final AclName ME = AclName.of("call-logd.users.me.cdr.{cdr_id}.media.read");

    private static final AclName REVOKE = AclName.of("call-logd.cdr.{cdr_id}.media.tickets.delete");
    private static final AclName REVOKE_MINE = AclName.of("call-logd.users.me.cdr.{cdr_id}.media.tickets.delete");

    /** @param path decoded, without query. Empty if it is not one */
    static Optional<CallPath> of(String path, String ending) {
        if (!path.endsWith(ending)) {
            return Optional.empty();
        }
        String prefix = path.startsWith(MediaPath.PREFIX) ? MediaPath.PREFIX : "";
        String administrator = prefix + MediaPath.VERSION + MediaPath.CALL;
        String mine = prefix + MediaPath.VERSION + MediaPath.ME + MediaPath.CALL;
        boolean me = path.startsWith(mine);
        int from = (me ? mine : administrator).length();
        int to = path.length() - ending.length();
        return (me || path.startsWith(administrator)) && isNumber(path, from, to)
                ? Optional.of(new CallPath(prefix, me, new BigInteger(path.substring(from, to)), ending))
                : Optional.empty();
    }

    private static boolean isNumber(String path, int from, int to) {
        return from < to && path.substring(from, to).chars().allMatch(character -> MediaPath.isDigit((char) character));
    }

    @Override
    public boolean isMedia() {
        return ending.equals(MEDIA);
    }

    @Override
    public String text(String script) {
        return script + MediaPath.VERSION + (me ? MediaPath.ME : "") + MediaPath.CALL + call + ending;
    }

    /** The media of one of its recordings alone. */
    MediaPath of(UUID recording) {
        return new MediaPath(prefix, me, call, recording);
    }

    @Override
    public @Nullable UUID only() {
        return null;
    }

    @Override
    public String acl() {
        return (me ? ME : ADMINISTRATOR).with(call);
    }

    @Override
    public String revocationAcl() {
        return (me ? REVOKE_MINE : REVOKE).with(call);
    }
}
