package io.playhead.audit;

import io.playhead.access.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Seals entries and signs where chains end, with keys of their own made of the installation's secret (HMAC-SHA-256). What
 * is sealed is written out field by field, each with its length, so that no two entries are sealed alike.
 */
final class Seal {

    /** Signed with each batch, each hour, and when what came before is taken away. */
    static final String HEAD = "head";

    static final String HOUR = "hour";
    static final String PRUNED = "pruned";

    private static final int KEY_ID = 8;

    private final Mac entries;
    private final Mac signatures;
    private final String keyId;

    Seal(Secret secret) {
        this.entries = secret.mac("audit-entry/1");
        this.signatures = secret.mac("audit-head/1");
        this.keyId = HexFormat.of()
                .formatHex(Arrays.copyOf(of(secret.mac("audit-key-id/1"), new Fields().text("key")), KEY_ID));
    }

    /** Tells which secret it was, and nothing about it. */
    String keyId() {
        return keyId;
    }

    /** What stands in the place of an entry before the first. */
    byte[] beginning(UUID tenant, UUID writer) {
        return of(entries, new Fields().text("chain").uuid(tenant).uuid(writer));
    }

    /**
     * The seal of an entry, whatever it says its seal is.
     *
     * @param before the seal of the entry before, or the {@link #beginning}
     */
    byte[] entry(byte[] before, StoredEntry entry) {
        return of(
                entries,
                new Fields()
                        .text("entry")
                        .octets(before)
                        .uuid(entry.tenant())
                        .uuid(entry.writer())
                        .number(entry.number())
                        .uuid(entry.id())
                        .time(entry.at())
                        .text(entry.action())
                        .uuid(entry.user())
                        .uuid(entry.maker())
                        .number(entry.call())
                        .uuid(entry.recording())
                        .text(entry.address())
                        .text(entry.userAgent())
                        .text(entry.outcome())
                        .text(entry.details()));
    }

    /** That the chain has come to this entry. @param kind {@link #HEAD}, {@link #HOUR} or {@link #PRUNED} */
    byte[] head(String kind, UUID tenant, UUID writer, long number, byte[] mac) {
        return of(
                signatures,
                new Fields().text(kind).uuid(tenant).uuid(writer).number(number).octets(mac));
    }

    /** That it was lost is not signed: others say so, and it would be no news to whoever looks at it. */
    byte[] writer(WriterState writer) {
        boolean stopped = WriterState.STOPPED.equals(writer.how());
        return of(
                signatures,
                new Fields()
                        .text("writer")
                        .uuid(writer.uuid())
                        .number(writer.ordinal())
                        .time(writer.started())
                        .time(writer.seen())
                        .number(writer.entries())
                        .number((long) writer.chains())
                        .time(stopped ? writer.ended() : null)
                        .number(writer.pruned() ? 1L : 0L));
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    static boolean same(byte @Nullable [] one, byte @Nullable [] other) {
        return MessageDigest.isEqual(one, other);
    }

    /** A copy of a ready Mac needs no lock. */
    private static byte[] of(Mac prototype, Fields fields) {
        try {
            Mac mac = (Mac) prototype.clone();
            mac.update(fields.octets());
            return mac.doFinal();
        } catch (CloneNotSupportedException refused) {
            throw new IllegalStateException("Java's own HMAC can be copied", refused);
        }
    }

    /** Fields end to end, each after its length in four octets; a missing one has the length -1. */
    private static final class Fields {

        private ByteBuffer buffer = ByteBuffer.allocate(1024);

        byte[] octets() {
            return Arrays.copyOf(buffer.array(), buffer.position());
        }

        Fields octets(byte @Nullable [] octets) {
            int length = octets == null ? 0 : octets.length;
            if (buffer.remaining() < length + Integer.BYTES) {
                buffer = ByteBuffer.allocate(2 * (buffer.position() + length + Integer.BYTES))
                        .put(buffer.flip());
            }
            buffer.putInt(octets == null ? -1 : length);
            if (octets != null) {
                buffer.put(octets);
            }
            return this;
        }

        Fields text(@Nullable String text) {
            return octets(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
        }

        Fields number(@Nullable Long number) {
            return octets(
                    number == null
                            ? null
                            : ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        }

        Fields time(@Nullable Instant time) {
            return number(time == null ? null : micros(time));
        }

        Fields uuid(@Nullable UUID uuid) {
            return octets(
                    uuid == null
                            ? null
                            : ByteBuffer.allocate(2 * Long.BYTES)
                                    .putLong(uuid.getMostSignificantBits())
                                    .putLong(uuid.getLeastSignificantBits())
                                    .array());
        }
    }
}
