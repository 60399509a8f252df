package io.playhead.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.SocketFactory;

/**
 * Takes the time zone of this machine out of the startup message (PostgreSQL's manual, §54.7), into which pgJDBC always
 * puts it. For sessions that are not encrypted. Made by pgJDBC, which is given its name.
 */
public final class StartupWithoutZone extends SocketFactory {

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public OutputStream getOutputStream() throws IOException {
                return new Startup(super.getOutputStream());
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    /** Holds the first message back until it is whole. */
    private static final class Startup extends FilterOutputStream {

        /** Its length and the version of the protocol. */
        private static final int HEAD = 8;

        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private boolean sent;

        Startup(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            if (sent) {
                out.write(octets, offset, length);
                return;
            }
            held.write(octets, offset, length);
            byte[] message = held.toByteArray();
            if (message.length >= HEAD
                    && message.length >= ByteBuffer.wrap(message).getInt()) {
                sent = true;
                out.write(withoutZone(message));
            }
        }

        /** Names and values, each ended by a zero, and a zero at the end. */
        private static byte[] withoutZone(byte[] message) {
            String[] words = new String(message, HEAD, message.length - HEAD - 1, ISO_8859_1).split("\0", -1);
            StringBuilder kept = new StringBuilder();
            for (int index = 0; index + 1 < words.length; index += 2) {
                if (!words[index].equals("TimeZone")) {
                    kept.append(words[index])
                            .append('\0')
                            .append(words[index + 1])
                            .append('\0');
                }
            }
            byte[] parameters = kept.append('\0').toString().getBytes(ISO_8859_1);
            return ByteBuffer.allocate(HEAD + parameters.length)
                    .putInt(HEAD + parameters.length)
                    .put(Arrays.copyOfRange(message, 4, HEAD))
                    .put(parameters)
                    .array();
        }
    }
}
