package io.playhead.http;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** What every request on WebFlux's paths gets: a correlation id, CORS on the API, strict headers on the page, a timer. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ApiFilter implements WebFilter {

    private static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; media-src 'self'; connect-src %s; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";
    private static final String NO_FORMAT = "none";
    private static final String CORRELATION = "X-Correlation-Id";

    private final Cors cors;
    private final HttpMeters meters;
    private final ManagementPort management;
    private final InstantSource clock;
    private final String contentPolicy;
    private final boolean usualPolicy;

    ApiFilter(Cors cors, HttpMeters meters, ManagementPort management, InstantSource clock, PageOrigins origins) {
        this.cors = cors;
        this.meters = meters;
        this.management = management;
        this.clock = clock;
        usualPolicy = origins.asked().isEmpty();
        contentPolicy =
                CONTENT_POLICY.formatted(usualPolicy ? "'self'" : "'self' " + String.join(" ", origins.asked()));
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return ManagementPort.received(exchange) ? management.answer(exchange, chain) : metered(exchange, chain);
    }

    private Mono<Void> metered(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        ServerHttpResponse response = exchange.getResponse();
        boolean api = isApi(request.getPath().value());
        CorrelationId correlation = CorrelationId.of(
                request.getHeaders().getFirst("X-Correlation-Id"),
                request.getHeaders().getFirst("X-Request-Id"));
        name(exchange, correlation);
        long started = System.nanoTime();
        response.beforeCommit(() -> {
            response.getHeaders().set(HttpHeaders.DATE, HttpDate.format(clock.instant()));
            describe(api, request, response.getHeaders());
            meters.firstOctets(route(exchange), status(response), NO_FORMAT, System.nanoTime() - started);
            return Mono.empty();
        });
        return answer(api, exchange, chain)
                .doFinally(signal -> count(exchange, signal, System.nanoTime() - started))
                .contextWrite(context -> context.put(CorrelationId.class, correlation));
    }

    private void count(ServerWebExchange exchange, SignalType end, long nanos) {
        ServerHttpResponse response = exchange.getResponse();
        String route = route(exchange);
        int status = response.isCommitted() ? status(response) : HttpMeters.UNANSWERED;
        meters.request(route, status, NO_FORMAT, nanos);
        long length = response.getHeaders().getContentLength();
        if (end == SignalType.ON_COMPLETE && length > 0 && exchange.getRequest().getMethod() != HttpMethod.HEAD) {
            meters.sent(route, status, NO_FORMAT, length);
        }
    }

    static void name(ServerWebExchange exchange, CorrelationId correlation) {
        exchange.getResponse().getHeaders().set(CORRELATION, correlation.toString());
    }

    /** The request's, as its answer has it. */
    static CorrelationId correlation(ServerWebExchange exchange) {
        return CorrelationId.of(exchange.getResponse().getHeaders().getFirst(CORRELATION), null);
    }

    private static int status(ServerHttpResponse response) {
        HttpStatusCode status = response.getStatusCode();
        return status == null ? 200 : status.value();
    }

    private Mono<Void> answer(boolean api, ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders headers = request.getHeaders();
        boolean preflight = api
                && Cors.isPreflight(
                        request.getMethod().name(), headers.getFirst(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD));
        return preflight
                ? Replies.write(
                        Cors.preflight(headers.getFirst(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS)),
                        exchange.getResponse())
                : chain.filter(api ? exchange : page(exchange));
    }

    /**
     * The page by its file's name: like the other files it then has a validator and an answer to HEAD. Its files are
     * short, and come whole: of a range that is malformed, or past the end, Spring promises the whole file's length and
     * sends nothing, for which the client waits.
     */
    private ServerWebExchange page(ServerWebExchange exchange) {
        boolean root = exchange.getRequest().getPath().value().equals("/");
        boolean ranged = exchange.getRequest().getHeaders().containsHeader(HttpHeaders.RANGE);
        if (!root && !ranged) {
            return exchange;
        }
        ServerWebExchange page = exchange.mutate()
                .request(request -> {
                    request.headers(headers -> headers.remove(HttpHeaders.RANGE));
                    if (root) {
                        request.path("/index.html");
                    }
                })
                .build();
        return root && !usualPolicy ? new AlwaysModified(page) : page;
    }

    /** A browser that hears that the page has not changed goes by the policy that it had then. */
    private static final class AlwaysModified extends ServerWebExchangeDecorator {

        AlwaysModified(ServerWebExchange exchange) {
            super(exchange);
        }

        @Override
        public boolean checkNotModified(@Nullable String tag, Instant lastModified) {
            return false;
        }
    }

    private void describe(boolean api, ServerHttpRequest request, HttpHeaders response) {
        if (api) {
            response.remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN); // an answer of the original's has its own
            boolean media = Cors.isMedia(request.getPath().value());
            cors.headers(request.getHeaders().getOrigin(), media).forEach(header -> {
                if (header.getKey().equalsIgnoreCase("Vary")) {
                    if (!response.getVary().contains(header.getValue())) {
                        response.add("Vary", header.getValue());
                    }
                } else {
                    response.set(header.getKey(), header.getValue());
                }
            });
            return;
        }
        if (response.getCacheControl() == null) {
            // the browser asks each time whether a file of the page has changed, and mostly hears that it has not
            boolean html = MediaType.TEXT_HTML.isCompatibleWith(response.getContentType());
            response.setCacheControl(html && !usualPolicy ? "no-store" : "no-cache");
        }
        response.set("Content-Security-Policy", contentPolicy);
        response.set("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=()");
        response.set("Cross-Origin-Opener-Policy", "same-origin");
        response.set("Cross-Origin-Resource-Policy", "same-origin");
    }

    static boolean isApi(String path) {
        return path.startsWith("/1.0/") || path.startsWith(ApiPath.PREFIX + "/");
    }

    /** The pattern that matched, without prefix: there are as many as there are endpoints. */
    private static String route(ServerWebExchange exchange) {
        Object pattern = exchange.getAttribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE);
        if (pattern == null) {
            pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        }
        if (!(pattern instanceof PathPattern matched)) {
            return "unmatched";
        }
        String text = matched.getPatternString().replaceAll(":[^/]*\\}(?=/|$)", "}");
        return text.startsWith(ApiPath.PREFIX) ? text.substring(ApiPath.PREFIX.length()) : text;
    }
}
