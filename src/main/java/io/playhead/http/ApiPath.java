package io.playhead.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;

/**
 * One path of the API with what it does for each method. HEAD is answered wherever GET is, OPTIONS everywhere.
 *
 * @param abilities what the answer to OPTIONS tells beside the methods, as headers
 * @param pattern below {@code /1.0}; its variables carry their form, so that another form is another path
 */
public record ApiPath(
        String pattern, Map<HttpMethod, Function<ApiRequest, Mono<Reply>>> methods, Map<String, String> abilities) {

    /** Where nginx shows the API to the public; it is served there as well. */
    public static final String PREFIX = "/api/call-logd";

    /** For patterns: a hyphenated UUID. */
    public static final String UUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

    public static ApiPath of(String pattern) {
        return new ApiPath(pattern, Map.of(), Map.of());
    }

    public ApiPath get(Function<ApiRequest, Mono<Reply>> answer) {
        return with(HttpMethod.GET, answer);
    }

    public ApiPath post(Function<ApiRequest, Mono<Reply>> answer) {
        return with(HttpMethod.POST, answer);
    }

    public ApiPath put(Function<ApiRequest, Mono<Reply>> answer) {
        return with(HttpMethod.PUT, answer);
    }

    public ApiPath patch(Function<ApiRequest, Mono<Reply>> answer) {
        return with(HttpMethod.PATCH, answer);
    }

    public ApiPath delete(Function<ApiRequest, Mono<Reply>> answer) {
        return with(HttpMethod.DELETE, answer);
    }

    /** What the answer to OPTIONS tells too. */
    public ApiPath telling(Map<String, String> headers) {
        return new ApiPath(pattern, methods, Map.copyOf(headers));
    }

    /** A GET that is served on reactor-netty: one that comes here after all has an odd spelling, and finds nothing. */
    public ApiPath servedAhead() {
        return get(request -> Mono.fromCallable(Replies::notFound));
    }

    /** Only where GET is not to answer for it: on a {@link SideServer}. */
    public ApiPath head(Function<ApiRequest, Mono<Reply>> answer) {
        return with(HttpMethod.HEAD, answer);
    }

    private ApiPath with(HttpMethod method, Function<ApiRequest, Mono<Reply>> answer) {
        Map<HttpMethod, Function<ApiRequest, Mono<Reply>>> more = new LinkedHashMap<>(methods);
        more.put(method, answer);
        return new ApiPath(pattern, Map.copyOf(more), abilities);
    }

    /** As in the {@code Allow} header. */
    String allowed() {
        TreeSet<String> allowed = new TreeSet<>();
        methods.keySet().forEach(method -> allowed.add(method.name()));
        allowed.add("OPTIONS");
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return String.join(", ", allowed);
    }
}
