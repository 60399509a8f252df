package io.playhead.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** Files made by hand, octet after octet. Each method gives a new, longer one. */
final class Bytes {

    private final byte[] octets;

    Bytes(byte[] octets) {
        this.octets = octets;
    }

    /** Not a copy. */
    byte[] octets() {
        return octets;
    }

    static Bytes of(String characters) {
        return new Bytes(characters.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Bytes none() {
        return new Bytes(new byte[0]);
    }

    Bytes and(byte[] more) {
        byte[] joined = new byte[octets.length + more.length];
        System.arraycopy(octets, 0, joined, 0, octets.length);
        System.arraycopy(more, 0, joined, octets.length, more.length);
        return new Bytes(joined);
    }

    Bytes and(Bytes more) {
        return and(more.octets);
    }

    Bytes and(String characters) {
        return and(of(characters));
    }

    Bytes zeros(int count) {
        return and(new byte[count]);
    }

    Bytes u8(int... values) {
        return each(values, 1, ByteOrder.BIG_ENDIAN, (buffer, value) -> buffer.put((byte) (int) value));
    }

    Bytes u16le(int... values) {
        return each(values, 2, ByteOrder.LITTLE_ENDIAN, (buffer, value) -> buffer.putShort((short) (int) value));
    }

    Bytes u16be(int... values) {
        return each(values, 2, ByteOrder.BIG_ENDIAN, (buffer, value) -> buffer.putShort((short) (int) value));
    }

    Bytes u32le(int... values) {
        return each(values, 4, ByteOrder.LITTLE_ENDIAN, ByteBuffer::putInt);
    }

    Bytes u32be(int... values) {
        return each(values, 4, ByteOrder.BIG_ENDIAN, ByteBuffer::putInt);
    }

    Bytes u64le(long value) {
        return and(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    Bytes u64be(long value) {
        return and(ByteBuffer.allocate(8).putLong(value).array());
    }

    Bytes first(int length) {
        return new Bytes(Arrays.copyOf(octets, length));
    }

    int length() {
        return octets.length;
    }

    private Bytes each(int[] values, int size, ByteOrder order, BiConsumer<ByteBuffer, Integer> put) {
        var buffer = ByteBuffer.allocate(values.length * size).order(order);
        for (int value : values) {
            put.accept(buffer, value);
        }
        return and(buffer.array());
    }
}
