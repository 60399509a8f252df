import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Many listeners at once, each of whom takes a recording at the speed at which it is played, over a socket that holds
 * little: nearly all of every body waits at the server all the time.
 */
final class SlowReaders {

    static final int BYTES_A_SECOND = 16 * 1024;
    /** What the client's kernel holds: seconds of a body that takes twenty minutes. */
    private static final int SOCKET = 128 * 1024;

    private static final int PARTS_OF_A_SECOND = 20;
    private static final byte[] FOUND = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);

    private final List<Reader> readers = new ArrayList<>();
    private final ByteBuffer into = ByteBuffer.allocateDirect(BYTES_A_SECOND);
    private long peak;
    private int descriptors;

    /** @param peak of the server's memory, in megabytes @param descriptors most that were open of one file */
    record Outcome(int readers, int seconds, long failed, long peak, int descriptors) {}

    private static final class Reader {
        private final SocketChannel socket;
        private long read;
        private boolean failed;

        Reader(int port, String target, String token) throws IOException {
            socket = SocketChannel.open();
            socket.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.write(ByteBuffer.wrap(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: " + token
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII)));
            socket.configureBlocking(false);
        }

        void read(ByteBuffer into) {
            if (failed) {
                return;
            }
            try {
                into.clear();
                int count = socket.read(into);
                failed = count < 0 || read == 0 && count > 0 && !begins(into.flip());
                read += Math.max(0, count);
            } catch (IOException broken) {
                failed = true;
            }
        }

        private static boolean begins(ByteBuffer answer) {
            byte[] status = new byte[FOUND.length];
            answer.get(status, 0, Math.min(status.length, answer.remaining()));
            return Arrays.equals(status, FOUND);
        }
    }

    /** Every reader is there for at least so many seconds, and has failed if it got less than three quarters of its share. */
    static Outcome run(Playhead playhead, Proc server, int count, int seconds) throws Exception {
        return run(playhead, 0, server, count, seconds);
    }

    /** @param at of one that is beside the first */
    static Outcome run(Playhead playhead, int at, Proc server, int count, int seconds) throws Exception {
        SlowReaders slow = new SlowReaders();
        List<Playhead.Recording> recordings = playhead.recordings();
        for (int next = 0; next < count; next++) {
            slow.readers.add(
                    new Reader(
                            Playhead.PORT + 2 * at,
                            recordings.get(next % recordings.size()).target(),
                            playhead.token()));
            if (next % 250 == 249) {
                slow.second(server, playhead.folder());
            }
        }
        long[] before = slow.readers.stream().mapToLong(reader -> reader.read).toArray();
        long begun = System.nanoTime();
        for (int second = 0; second < seconds; second++) {
            slow.second(server, playhead.folder());
        }
        if (System.nanoTime() - begun > seconds * 1_100_000_000L) {
            throw new IllegalStateException("the readers themselves were too slow: nothing is measured");
        }
        long failed = 0;
        for (int next = 0; next < count; next++) {
            Reader reader = slow.readers.get(next);
            boolean starved = reader.read - before[next] < 3L * BYTES_A_SECOND * seconds / 4;
            failed += reader.failed || starved ? 1 : 0;
            reader.socket.close();
        }
        return new Outcome(count, seconds, failed, slow.peak, slow.descriptors);
    }

    /** Everybody reads once, spread over a second. */
    private void second(Proc server, Path folder) throws InterruptedException {
        long begun = System.nanoTime();
        for (int part = 0; part < PARTS_OF_A_SECOND; part++) {
            for (int next = part; next < readers.size(); next += PARTS_OF_A_SECOND) {
                readers.get(next).read(into);
            }
            long left = begun + (part + 1) * 1_000_000_000L / PARTS_OF_A_SECOND - System.nanoTime();
            if (left > 0) {
                Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
            }
        }
        peak = Math.max(peak, server.peak());
        Map<Path, Integer> open = server.open(folder);
        open.values().forEach(times -> descriptors = Math.max(descriptors, times));
    }
}
