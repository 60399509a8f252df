package io.playhead.http;

import io.netty.util.AsciiString;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of RFC 9530 as far as they are of SHA-256; other algorithms are passed over, as §2 allows. Fields are
 * dictionaries of RFC 8941.
 */
public final class DigestField {

    public static final AsciiString REPR_DIGEST = AsciiString.cached("repr-digest");

    private static final String SHA_256 = "sha-256";
    private static final int OCTETS = 32;
    private static final int LONGEST = 1024;
    private static final Pattern MEMBER =
            Pattern.compile("[ \\t]*+([a-z*][a-z0-9_.*-]*+)=([^,;\"]*+)(?:;[^,\"]*+)?+(?:,|$)");
    private static final Pattern SEQUENCE = Pattern.compile(":([A-Za-z0-9+/]*={0,2}):[ \\t]*");
    private static final Pattern PREFERENCE = Pattern.compile("(10|[0-9])[ \\t]*");

    private DigestField() {}

    /**
     * The digest that {@code Content-Digest} or {@code Repr-Digest} says, in hex; empty if it says none of SHA-256.
     *
     * @throws IllegalArgumentException if the field is none
     */
    public static Optional<String> sha256(@Nullable String field) {
        Optional<String> member = field == null ? Optional.empty() : member(field);
        return member.map(value -> {
            Matcher sequence = SEQUENCE.matcher(value);
            byte[] digest = sequence.matches() ? Base64.getDecoder().decode(sequence.group(1)) : new byte[0];
            if (digest.length != OCTETS) {
                throw new IllegalArgumentException("not a digest of SHA-256");
            }
            return HexFormat.of().formatHex(digest);
        });
    }

    /** Whether {@code Want-Repr-Digest} asks for SHA-256. What cannot be read asks for nothing. */
    public static boolean wanted(@Nullable String field) {
        if (field == null) {
            return false;
        }
        try {
            return member(field)
                    .filter(value -> PREFERENCE.matcher(value).matches()
                            && !value.strip().equals("0"))
                    .isPresent();
        } catch (IllegalArgumentException garbage) {
            return false;
        }
    }

    /** As the value of a field. @param hex of SHA-256 */
    public static String of(String hex) {
        return SHA_256 + "=:"
                + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)) + ":";
    }

    /** The last of that name counts (RFC 8941 §4.2.2). */
    private static Optional<String> member(String field) {
        if (field.length() > LONGEST) {
            throw new IllegalArgumentException("too long for digests");
        }
        Matcher member = MEMBER.matcher(field);
        Optional<String> found = Optional.empty();
        int at = 0;
        while (at < field.length()) {
            if (!member.region(at, field.length()).lookingAt()) {
                throw new IllegalArgumentException("not a dictionary");
            }
            if (member.group(1).equals(SHA_256)) {
                found = Optional.of(member.group(2));
            }
            at = member.end();
        }
        return found;
    }
}
