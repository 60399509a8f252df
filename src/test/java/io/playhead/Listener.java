package io.playhead;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** Somebody in the middle of a recording: the head is read, and of the body there is more than any buffer takes. */
public final class Listener implements AutoCloseable {

    private static final int PIECE = 64 * 1024;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final RawHttp http;
    private final int length;

    private Listener(RawHttp http, int length) {
        this.http = http;
        this.length = length;
    }

    /** @param path of the media, which tenant M may hear */
    public static Listener of(RunningPlayhead playhead, String path) {
        RawHttp http = RawHttp.plain(playhead.port());
        try {
            http.socket().setReceiveBufferSize(16_384);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        http.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: " + RunningPlayhead.TOKEN_M
                + "\r\n\r\n");
        String length = http.head().header("Content-Length");
        return new Listener(http, Integer.parseInt(Objects.requireNonNull(length)));
    }

    /**
     * The octets of the body until it ends or the connection does.
     *
     * @param leisure how long there are pauses between the pieces; what is left then is taken as fast as it comes
     */
    public byte[] listen(Duration leisure) {
        long end = System.nanoTime() + leisure.toNanos();
        ByteArrayOutputStream heard = new ByteArrayOutputStream(length);
        byte[] piece = new byte[PIECE];
        try {
            while (heard.size() < length) {
                int read = http.read(piece, PIECE);
                if (read < 0) {
                    break;
                }
                heard.write(piece, 0, read);
                if (System.nanoTime() < end) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        } catch (IOException cut) {
            return heard.toByteArray();
        }
        return heard.toByteArray();
    }

    @Override
    public void close() {
        http.close();
    }
}
