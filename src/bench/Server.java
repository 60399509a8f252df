import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that was started for the benchmark, and ends with it. */
final class Server implements AutoCloseable {

    private static final int STATUS = "HTTP/1.1 200".length();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    /** From the start of the process to its first answer. */
    final Duration start;

    /** @param folder in which it runs @param question is asked until it is answered with 200 or 206 */
    Server(List<String> command, Path folder, Path log, Question question) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        while (!answers(question)) {
            if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                process.destroy();
                throw new IllegalStateException(
                        command.getFirst() + " does not answer:\n" + Files.readString(log));
            }
            Thread.sleep(20); // seldom enough to leave the processors to the server
        }
        start = Duration.ofNanos(System.nanoTime() - begun);
    }

    /** By a bare socket: a client that is being compiled meanwhile would take the processors from the server. */
    private static boolean answers(Question question) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), question.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(question.text().getBytes(StandardCharsets.US_ASCII));
            String status = new String(socket.getInputStream().readNBytes(STATUS), StandardCharsets.US_ASCII);
            return status.startsWith("HTTP/1.1 2");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A GET. @param headers whole lines */
    record Question(int port, String target, String... headers) {

        String text() {
            StringBuilder text = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
            for (String header : headers) {
                text.append(header).append("\r\n");
            }
            return text + "\r\n";
        }
    }

    long pid() {
        return process.pid();
    }

    Proc proc() {
        return new Proc(process.toHandle());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
