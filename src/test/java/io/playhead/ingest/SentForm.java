package io.playhead.ingest;

import io.playhead.RawHttp;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A form as clients send it, and those that no client should. */
final class SentForm {

    static final String BOUNDARY = "a-boundary";
    static final String TYPE = "Content-Type: multipart/form-data; boundary=" + BOUNDARY;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    /** A whole one. */
    static SentForm of(String call, byte[] media, String... headers) {
        return new SentForm().call(call).media(media, headers).end();
    }

    SentForm call(String json) {
        return part(
                "form-data; name=\"call\"", json.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json");
    }

    SentForm media(byte[] media, String... headers) {
        return part("form-data; name=\"media\"; filename=\"a.wav\"", media, headers);
    }

    SentForm part(String disposition, byte[] content, String... headers) {
        text("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n");
        List.of(headers).forEach(header -> text(header + "\r\n"));
        text("\r\n");
        octets.writeBytes(content);
        return text("\r\n");
    }

    SentForm end() {
        return text("--" + BOUNDARY + "--\r\n");
    }

    SentForm text(String text) {
        octets.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    byte[] octets() {
        return octets.toByteArray();
    }

    RawHttp.Answer post(int port, String... headers) {
        return post(port, octets(), headers);
    }

    static RawHttp.Answer post(int port, byte[] body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Content-Length: " + body.length);
        if (all.stream().noneMatch(header -> header.startsWith("Content-Type:"))) {
            all.add(TYPE);
        }
        try (RawHttp http = RawHttp.plain(port)) {
            return http.request("POST", "/1.0/recordings", body, all.toArray(String[]::new));
        }
    }

    /** A new call with this recording, that can be found by its conversation. */
    static String call(UUID recording) {
        return """
                {"start": "2026-11-27T10:00:00Z", "answer": "2026-11-27T10:00:04+00:00", "end": "2026-11-27T10:02:00Z",
                 "call_direction": "inbound", "conversation_id": "%s", "source_name": "Ölga", "source_extension": "030",
                 "destination_extension": "1015", "destination_internal_extension": "1015",
                 "destination_user_uuid": "aaaaaaaa-0000-4000-8000-000000000001", "tags": ["a", "b"],
                 "destination_details": {"type": "user", "user_name": "Bob"},
                 "recording": {"uuid": "%s"}}""".formatted(conversation(recording), recording);
    }

    static String conversation(UUID recording) {
        return Long.toUnsignedString(recording.getMostSignificantBits()) + "."
                + Long.toUnsignedString(recording.getLeastSignificantBits());
    }

    /** So many samples of noise, a second being 8000, as a WAVE. */
    static byte[] wave(int samples, long seed) {
        byte[] noise = new byte[samples * 2];
        new Random(seed).nextBytes(noise);
        ByteBuffer wave = ByteBuffer.allocate(44 + noise.length).order(ByteOrder.LITTLE_ENDIAN);
        wave.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + noise.length);
        wave.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wave.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
        wave.putShort((short) 2).putShort((short) 16);
        wave.put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(noise.length)
                .put(noise);
        return wave.array();
    }

    /** As the value of a field of RFC 9530. */
    static String digest(byte[] octets) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(octets)) + ":";
    }

    static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
