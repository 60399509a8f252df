package io.playhead.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of a ticket is signed, 88 octets: version, key id, flags (bit 0: there is a maker, bit 1: an address of IPv4, bit 2:
 * one of IPv6), representation, channel; six octets of milliseconds since 1970 when it was made, five of seconds when it
 * ends; call, recording, tenant, maker; the address, in its first four octets where it is of IPv4. With the signature
 * that is 120, a multiple of three, so that every character of base64url counts whole and no grant has two spellings.
 * One for a channel is of a version of its own, which a replica that knows of no channels refuses.
 */
final class TicketPayload {

    static final int LENGTH = 88;

    private static final byte VERSION = 2;
    private static final byte VERSION_OF_ONE_CHANNEL = 3;
    private static final int HAS_MAKER = 1;
    private static final int IPV4 = 2;
    private static final int IPV6 = 4;
    private static final int ADDRESS = 16;

    private static final long MOST_MILLIS = (1L << 48) - 1;
    private static final long MOST_SECONDS = (1L << 40) - 1;
    private static final UUID NOBODY = new UUID(0, 0);

    private TicketPayload() {}

    /** @throws IllegalArgumentException for times and numbers that have no room */
    static byte[] of(TicketGrant grant, byte keyId) {
        long seconds = grant.expires().getEpochSecond();
        long millis = made(grant);
        if (seconds < 0 || seconds > MOST_SECONDS || (grant.representation() | grant.channel()) >>> 8 != 0) {
            throw new IllegalArgumentException("a ticket cannot say " + grant);
        }
        byte[] address = grant.address() == null ? new byte[0] : grant.address().getAddress();
        int flags = (grant.maker().isPresent() ? HAS_MAKER : 0)
                | (address.length == 0 ? 0 : address.length == ADDRESS ? IPV6 : IPV4);
        ByteBuffer payload = ByteBuffer.allocate(LENGTH)
                .put(grant.channel() == 0 ? VERSION : VERSION_OF_ONE_CHANNEL)
                .put(keyId)
                .put((byte) flags)
                .put((byte) grant.representation())
                .put((byte) grant.channel())
                .putShort((short) (millis >>> 32))
                .putInt((int) millis)
                .put((byte) (seconds >>> 32))
                .putInt((int) seconds)
                .putLong(grant.cdr());
        put(payload, grant.recording());
        put(payload, grant.tenant());
        put(payload, grant.maker().orElse(NOBODY));
        return payload.put(address).array();
    }

    private static long made(TicketGrant grant) {
        try {
            long millis = grant.made().toEpochMilli();
            if (millis >= 0 && millis <= MOST_MILLIS) {
                return millis;
            }
        } catch (ArithmeticException farOff) {
            // refused below
        }
        throw new IllegalArgumentException("a ticket cannot be made at " + grant.made());
    }

    static byte keyId(byte[] octets) {
        return octets[1];
    }

    /** Null of another version. */
    static @Nullable TicketGrant grant(byte[] octets) {
        ByteBuffer payload = ByteBuffer.wrap(octets, 0, LENGTH);
        byte version = payload.get();
        if (version != VERSION && version != VERSION_OF_ONE_CHANNEL) {
            return null;
        }
        payload.get();
        int flags = payload.get();
        int representation = Byte.toUnsignedInt(payload.get());
        int channel = Byte.toUnsignedInt(payload.get());
        long made = (long) Short.toUnsignedInt(payload.getShort()) << 32 | Integer.toUnsignedLong(payload.getInt());
        long expires = Byte.toUnsignedLong(payload.get()) << 32 | Integer.toUnsignedLong(payload.getInt());
        long cdr = payload.getLong();
        UUID recording = uuid(payload);
        UUID tenant = uuid(payload);
        UUID maker = uuid(payload);
        return new TicketGrant(
                cdr,
                recording,
                tenant,
                (flags & HAS_MAKER) == 0 ? Optional.empty() : Optional.of(maker),
                Instant.ofEpochMilli(made),
                Instant.ofEpochSecond(expires),
                representation,
                channel,
                address(payload, flags));
    }

    private static @Nullable InetAddress address(ByteBuffer payload, int flags) {
        if ((flags & (IPV4 | IPV6)) == 0) {
            return null;
        }
        byte[] address = new byte[(flags & IPV4) == 0 ? ADDRESS : 4];
        payload.get(address);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 octets or 16", impossible);
        }
    }

    private static void put(ByteBuffer to, UUID uuid) {
        to.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer from) {
        return new UUID(from.getLong(), from.getLong());
    }
}
