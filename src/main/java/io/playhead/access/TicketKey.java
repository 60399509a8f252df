package io.playhead.access;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;

/** Signs tickets, and knows what it has signed (HMAC-SHA-256). */
final class TicketKey {

    static final int SIGNATURE = 32;

    private final Mac prototype;
    private final byte id;

    TicketKey(Secret secret) {
        this.prototype = secret.mac("ticket/2");
        this.id = secret.mac("ticket-key-id/1").doFinal()[0];
    }

    /** Which key it is, most probably. */
    byte id() {
        return id;
    }

    byte[] sign(byte[] payload) {
        return signature(payload, payload.length);
    }

    /** @param length of what is signed; the signature follows. What names another key is not looked at */
    boolean hasSigned(byte[] octets, int length) {
        return TicketPayload.keyId(octets) == id
                && MessageDigest.isEqual(
                        signature(octets, length), Arrays.copyOfRange(octets, length, length + SIGNATURE));
    }

    /** A copy of a ready Mac is cheaper than a new one, and needs no lock. */
    private byte[] signature(byte[] octets, int length) {
        try {
            Mac mac = (Mac) prototype.clone();
            mac.update(octets, 0, length);
            return mac.doFinal();
        } catch (CloneNotSupportedException refused) {
            throw new IllegalStateException("Java's own HMAC can be copied", refused);
        }
    }
}
