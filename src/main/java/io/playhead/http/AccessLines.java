package io.playhead.http;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.ConnectionInformation;
import reactor.netty.http.server.logging.AccessLog;
import reactor.netty.http.server.logging.AccessLogArgProvider;
import reactor.netty.http.server.logging.AccessLogFactory;

/**
 * A line for each answer, where that is wanted. Nothing that a client made up is in it: no query, in which tokens, tickets
 * and telephone numbers are, no header, and of a path only what paths of ours are made of.
 */
final class AccessLines implements AccessLogFactory {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** Words, files of the page, numbers of calls, ids of recordings, users and exports. */
    private static final Pattern OURS = Pattern.compile(
            "[a-z-]{0,20}|1\\.0|[a-z]{1,20}\\.[a-z]{2,4}|[0-9]{1,10}|" + ApiPath.UUID, Pattern.CASE_INSENSITIVE);

    private static final String HIDDEN = "*";

    @Override
    public AccessLog apply(AccessLogArgProvider answer) {
        ConnectionInformation connection = answer.connectionInformation();
        return AccessLog.create(
                "event=answered client={} method={} path={} status={} octets={} millis={} correlation={}",
                connection == null ? "" : connection.connectionRemoteAddress(),
                method(String.valueOf(answer.method())),
                path(String.valueOf(answer.uri())),
                answer.status(),
                Math.max(0, answer.contentLength()),
                answer.duration(),
                correlation(answer.responseHeader("x-correlation-id")));
    }

    private static String correlation(@Nullable CharSequence id) {
        return id == null ? "" : id.toString();
    }

    private static String method(String method) {
        return isKnown(method) ? method : HIDDEN;
    }

    static boolean isKnown(String method) {
        return METHODS.contains(method);
    }

    static String path(String target) {
        String path = target.replaceFirst("[?#;].*", "");
        return path.startsWith("/")
                ? Stream.of(path.split("/", -1))
                        .map(part -> OURS.matcher(part).matches() ? part : HIDDEN)
                        .collect(Collectors.joining("/"))
                : HIDDEN;
    }
}
