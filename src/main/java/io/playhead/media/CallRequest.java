package io.playhead.media;

import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.http.Query;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request for all of a call as values, whatever server technology carried it here.
 *
 * @param script the public path before {@code /1.0}: the prefix it came under, or the trusted proxy's
 * @param address of the client as far as can be believed
 */
record CallRequest(
        boolean head,
        CallPath path,
        String script,
        Query query,
        HttpHeaders headers,
        @Nullable InetAddress address) {

    String url() {
        return path.text(script);
    }
}
