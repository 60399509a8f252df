package io.playhead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.representation.EntityTag;
import io.playhead.representation.Octets;
import io.playhead.representation.Representation;
import io.playhead.representation.RepresentationContract;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.http.MediaType;

/** Requests and what the responder says to them. */
final class Asked {

    static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37Z");
    static final MediaType WAV = MediaType.parseMediaType("audio/wav");
    static final String WHOLE = "abcdefghijklmnopqrst";

    private Asked() {}

    static Representation recording(String octets) {
        return recording(octets, MODIFIED);
    }

    static Representation recording(String octets, Instant lastModified) {
        return new Octets(WAV, new EntityTag("v1"), lastModified, octets.getBytes(ISO_8859_1));
    }

    static Reply reply(String method, String headers, Representation representation) {
        return reply(method, headers, representation, new DefaultHttpHeaders());
    }

    /** @param headers as {@code Name: value}, separated by {@code ;;} */
    static Reply reply(String method, String headers, Representation representation, HttpHeaders extra) {
        return new RangeResponder(InstantSource.fixed(NOW))
                .reply(method.equals("HEAD"), Conditions.of(headers(headers)), representation, extra);
    }

    static HttpHeaders headers(String lines) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (String line : lines.isBlank() ? new String[0] : lines.split(";;")) {
            int colon = line.indexOf(':');
            headers.add(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return headers;
    }

    static String text(Body body) {
        return new String(octets(body), ISO_8859_1);
    }

    static byte[] octets(Body body) {
        if (body instanceof Body.Text text) {
            return text.octets();
        }
        return body instanceof Body.Part part
                ? Objects.requireNonNull(
                        RepresentationContract.joined(part.representation().read(part.range()))
                                .block())
                : new byte[0];
    }
}
