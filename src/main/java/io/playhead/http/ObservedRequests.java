package io.playhead.http;

import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/** What traces are told of a request: as Spring does, but of its method and path no more than a log is. */
final class ObservedRequests extends DefaultServerRequestObservationConvention {

    @Override
    public @Nullable String getContextualName(ServerRequestObservationContext context) {
        ServerHttpRequest request = context.getCarrier();
        return request != null && AccessLines.isKnown(request.getMethod().name())
                ? super.getContextualName(context)
                : "http";
    }

    @Override
    protected KeyValue httpUrl(ServerRequestObservationContext context) {
        KeyValue whole = super.httpUrl(context);
        return KeyValue.of(whole.getKey(), AccessLines.path(whole.getValue()));
    }
}
