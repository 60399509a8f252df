package io.playhead.http;

import io.playhead.problem.ProblemException;
import java.net.InetAddress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that was answered with a problem.
 *
 * @param path without query
 * @param address of the client as far as can be believed; null if the connection has none
 * @param tenant the caller's, where the answer was made for one who is known
 */
public record Refusal(
        ProblemException failure,
        String method,
        String path,
        @Nullable InetAddress address,
        @Nullable String userAgent,
        CorrelationId correlation,
        @Nullable UUID user,
        @Nullable UUID tenant) {}
