package io.playhead.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Addresses that share a prefix (RFC 4632 §3.1, RFC 4291 §2.3).
 *
 * @param prefix how many leading bits count
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AddressBlock(byte[] address, int prefix) {

    private static final int MAPPED_PREFIX = 96;

    /** @throws IllegalArgumentException where it is neither an address nor a block; a host name is neither */
    static AddressBlock of(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        byte[] octets = NetUtil.createByteArrayFromIpAddressString(literal);
        if (octets == null) {
            throw new IllegalArgumentException("neither an address nor a block of addresses: " + text);
        }
        int prefix = slash < 0 ? 8 * octets.length : prefix(text, slash + 1);
        if (prefix < 0 || prefix > 8 * octets.length) {
            throw new IllegalArgumentException("no such prefix length: " + text);
        }
        byte[] plain = address(octets).getAddress();
        boolean mapped = plain.length < octets.length && prefix >= MAPPED_PREFIX;
        return mapped ? new AddressBlock(plain, prefix - MAPPED_PREFIX) : new AddressBlock(octets, prefix);
    }

    boolean contains(InetAddress other) {
        byte[] octets = other.getAddress();
        if (octets.length != address.length) {
            return false;
        }
        int whole = prefix / 8;
        int rest = prefix % 8;
        return Arrays.equals(octets, 0, whole, address, 0, whole)
                && (rest == 0 || (octets[whole] & 0xff) >> (8 - rest) == (address[whole] & 0xff) >> (8 - rest));
    }

    /** An address in digits; a name is none, and is not looked up. */
    static Optional<InetAddress> literal(String text) {
        byte[] octets = NetUtil.createByteArrayFromIpAddressString(text);
        return octets == null ? Optional.empty() : Optional.of(address(octets));
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException(wrongLength);
        }
    }

    /** -1 where there is none. */
    private static int prefix(String text, int from) {
        boolean number = text.length() > from
                && text.length() <= from + 3
                && FieldSyntax.afterDigits(text, from) == text.length();
        return number ? Integer.parseInt(text, from, text.length(), 10) : -1;
    }
}
