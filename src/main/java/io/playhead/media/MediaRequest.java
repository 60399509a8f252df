package io.playhead.media;

import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.http.Query;

/**
 * A request for media as values, whatever server technology carried it here.
 *
 * @param script the public path before {@code /1.0}: the prefix it came under, or the trusted proxy's
 */
record MediaRequest(boolean head, MediaPath path, String script, Query query, HttpHeaders headers) {}
