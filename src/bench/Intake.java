import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Started by {@code src/bench/ingest}, which says what it does. */
final class Intake {

    private static final String HEAP = "-Xmx256m";
    private static final int AT_ONCE = 8;
    private static final int LENGTH = 200_000;
    private static final String BOUNDARY = "intake";
    /** For Java to be warm. */
    private static final int FIRST = 300;

    private final Playhead playhead;
    private final int recordings;
    private final byte[] media = wave();

    private Intake(Playhead playhead, int recordings) {
        this.playhead = playhead;
        this.recordings = recordings;
    }

    public static void main(String[] arguments) throws Exception {
        boolean quick = List.of(arguments).contains("--quick");
        Playhead playhead = new Playhead(Path.of(arguments[0]), Path.of(arguments[1]));
        playhead.prepare();
        try (Server server = playhead.start(HEAP)) {
            Intake intake = new Intake(playhead, quick ? 500 : 10_000);
            intake.send(FIRST);
            double processor = server.proc().cpu();
            double seconds = intake.send(intake.recordings);
            System.out.printf(
                    "%,d recordings of %,d octets, %d at once: %.0f/s (%.1f s, %.2f ms of processor each in Java); goal 400/s%n",
                    intake.recordings,
                    LENGTH,
                    AT_ONCE,
                    intake.recordings / seconds,
                    seconds,
                    (server.proc().cpu() - processor) * 1000 / intake.recordings);
        }
        System.exit(0);
    }

    /** @return seconds */
    private double send(int count) throws Exception {
        String token = playhead.token();
        AtomicInteger left = new AtomicInteger(count);
        List<Throwable> failures = new ArrayList<>();
        long begun = System.nanoTime();
        List<Thread> senders = new ArrayList<>();
        for (int sender = 0; sender < AT_ONCE; sender++) {
            senders.add(Thread.ofPlatform().start(() -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Playhead.PORT)) {
                    socket.setTcpNoDelay(true);
                    InputStream in = new BufferedInputStream(socket.getInputStream());
                    while (left.getAndDecrement() > 0) {
                        send(socket.getOutputStream(), in, token);
                    }
                } catch (Throwable failure) {
                    synchronized (failures) {
                        failures.add(failure);
                    }
                }
            }));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.getFirst());
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private void send(OutputStream out, InputStream in, String token) throws IOException {
        String call = """
                {"start": "2026-11-27T10:00:00Z", "answer": "2026-11-27T10:00:04Z", "end": "2026-11-27T10:02:00Z",
                 "call_direction": "inbound", "source_name": "Olga", "source_extension": "+4930123",
                 "destination_extension": "1015", "destination_internal_extension": "1015",
                 "destination_user_uuid": "aaaaaaaa-0000-4000-8000-000000000001",
                 "destination_details": {"type": "user"}, "recording": {"uuid": "%s"}}""".formatted(UUID.randomUUID());
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"call\"\r\n\r\n" + call + "\r\n--" + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.wav\"\r\n\r\n";
        String tail = "\r\n--" + BOUNDARY + "--\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream(LENGTH + 4096);
        request.writeBytes(ascii("POST /1.0/recordings HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: " + token
                + "\r\nContent-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\nContent-Length: "
                + (head.length() + media.length + tail.length()) + "\r\n\r\n" + head));
        request.writeBytes(media);
        request.writeBytes(ascii(tail));
        request.writeTo(out);
        out.flush();
        answer(in);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void answer(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase().startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        if (!status.contains(" 201 ")) {
            throw new IOException(status + " " + new String(body, StandardCharsets.UTF_8));
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the connection has ended");
            }
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    /** Noise: nothing of it can be compressed, and every 256th octet looks as if the form's end might begin. */
    private static byte[] wave() {
        byte[] wave = new byte[LENGTH];
        new Random(7).nextBytes(wave);
        ByteBuffer header = ByteBuffer.wrap(wave).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF")).putInt(LENGTH - 8).put(ascii("WAVEfmt ")).putInt(16);
        header.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
        header.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(LENGTH - 44);
        return Arrays.copyOf(wave, LENGTH);
    }
}
