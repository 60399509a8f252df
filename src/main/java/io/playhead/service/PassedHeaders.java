package io.playhead.service;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.http.TrustedProxies.ClientView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What of a message's headers goes on to the other side (RFC 9110 §7.6). */
final class PassedHeaders {

    /** How this server names itself in {@code Via}. */
    private static final String PSEUDONYM = "playhead";

    /** RFC 9110 §7.6.1, and what older software takes for the same. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    /** Of a request: the connection's own, or anybody's claim, in whose place comes what is known. */
    private static final Set<String> OURS = Set.of(
            "expect",
            "forwarded",
            "host",
            "via",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "x-forwarded-proto",
            "x-script-name");

    private PassedHeaders() {}

    /** @param script the path under which the public reaches the API */
    static void ofRequest(HttpHeaders from, ClientView client, String script, HttpHeaders to) {
        endToEnd(from).stream()
                .filter(header -> !OURS.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .forEach(header -> to.add(header.getKey(), header.getValue()));
        List<String> via = new ArrayList<>(from.getAll(HttpHeaderNames.VIA));
        via.add("1.1 " + PSEUDONYM);
        to.set(HttpHeaderNames.VIA, String.join(", ", via));
        to.set("X-Forwarded-For", client.address().getHostAddress());
        to.set("X-Forwarded-Proto", client.scheme());
        if (!script.isEmpty()) {
            to.set("X-Script-Name", script);
        }
    }

    /** Whether the request has been here before. */
    static boolean goInCircles(HttpHeaders request) {
        return request.getAll(HttpHeaderNames.VIA).stream()
                .flatMap(line -> List.of(line.split(",")).stream())
                .anyMatch(hop -> hop.strip().equals("1.1 " + PSEUDONYM));
    }

    /** All but those that are about one connection alone. */
    static List<Map.Entry<String, String>> endToEnd(HttpHeaders headers) {
        Set<String> dropped = new HashSet<>(OF_THE_CONNECTION);
        for (String line : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : line.split(",")) {
                dropped.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return headers.entries().stream()
                .filter(header -> !dropped.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
