package io.playhead;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContextBuilder;
import io.playhead.http.Query;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.tcp.SslProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * In the place of a wazo-auth: the part of its API 0.1 that call-logd and the export's automation use, written from the
 * contract. Remembers what it was asked.
 */
public final class WazoAuth implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    /** @param target as it came */
    public record Asked(String method, String target, HttpHeaders headers, String body) {

        public @Nullable String header(String name) {
            return headers.get(name);
        }

        /** Without the header that names the port. */
        @Override
        public String toString() {
            return method + " " + target;
        }
    }

    /** @param expires null if it does not */
    private record Known(
            UUID user,
            @Nullable UUID pbxUser,
            UUID tenant,
            @Nullable Instant expires,
            List<String> acl) {}

    private record User(UUID uuid, String password, UUID tenant, List<UUID> policies) {}

    private record Refresh(String username, String client) {}

    private final String prefix;
    private final HttpServer unbound;
    private final Map<UUID, Optional<UUID>> tenants = new ConcurrentHashMap<>();
    private final Map<String, Known> tokens = new ConcurrentHashMap<>();
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Map<UUID, List<String>> policies = new ConcurrentHashMap<>();
    private final Map<String, Refresh> refreshes = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private volatile @Nullable BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> instead;
    private volatile Duration delay = Duration.ZERO;
    private volatile InstantSource clock = InstantSource.system();
    private volatile DisposableServer server;

    private WazoAuth(String prefix, HttpServer server) {
        this.prefix = prefix;
        this.unbound = server;
        this.server = bind(0);
    }

    private DisposableServer bind(int port) {
        return unbound.host("127.0.0.1")
                .port(port)
                .doOnConnection(connection -> {
                    open.incrementAndGet();
                    connection.onDispose(open::decrementAndGet);
                })
                .handle(this::handle)
                .bindNow();
    }

    /** How many connections there are. */
    public int connections() {
        return open.get();
    }

    /** As behind Wazo's nginx. */
    public static WazoAuth start() {
        return new WazoAuth("/api/auth", HttpServer.create());
    }

    /** As by itself, on port 9497 of a Wazo. */
    public static WazoAuth direct() {
        return new WazoAuth("", HttpServer.create());
    }

    public static WazoAuth secure(TestCertificate made) {
        SslProvider.GenericSslContextSpec<SslContextBuilder> tls = Http11SslContextSpec.forServer(
                made.certificate().toFile(), made.key().toFile());
        return new WazoAuth("/api/auth", HttpServer.create().secure(spec -> spec.sslContext(tls)));
    }

    public int port() {
        return server.port();
    }

    public void tenant(UUID tenant, @Nullable UUID parent) {
        tenants.put(tenant, Optional.ofNullable(parent));
    }

    public void token(
            String token, UUID user, @Nullable UUID pbxUser, UUID tenant, @Nullable Instant expires, String... acl) {
        tokens.put(token, new Known(user, pbxUser, tenant, expires, List.of(acl)));
    }

    public void revoke(String token) {
        tokens.remove(token);
    }

    /** Somebody who may log in, a service for example. */
    public void user(String username, String password, UUID tenant) {
        users.put(username, new User(UUID.randomUUID(), password, tenant, new ArrayList<>()));
    }

    /** How it answers whatever it is asked, from now on; null is as a wazo-auth again. */
    public void answersInstead(@Nullable BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> how) {
        instead = how;
    }

    public void answersWith(int status) {
        answersInstead((request, response) -> response.status(status).send());
    }

    /** By which its tokens end. */
    public void clock(InstantSource other) {
        clock = other;
    }

    /** How long it takes for each answer. */
    public void takes(Duration time) {
        delay = time;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public void forget() {
        asked.clear();
    }

    /** Nobody listens on its port any more, and what is open breaks off. */
    public void stop() {
        server.disposeNow();
    }

    public void startAgain() {
        server = bind(server.port());
    }

    @Override
    public void close() {
        stop();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().defaultIfEmpty("").flatMap(body -> {
            Asked now = new Asked(
                    request.method().name(),
                    request.uri(),
                    request.requestHeaders().copy(),
                    body);
            asked.add(now);
            BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> other = instead;
            Publisher<Void> answer = other == null
                    ? Mono.defer(() -> write(answer(now), now, response))
                    : other.apply(request, response);
            return delay.isZero() ? Mono.from(answer) : Mono.delay(delay).then(Mono.from(answer));
        });
    }

    /** @param body null for none */
    private record Answer(int status, @Nullable Object body) {}

    private static Mono<Void> write(Answer answer, Asked asked, HttpServerResponse response) {
        response.status(answer.status()).header(HttpHeaderNames.CONTENT_TYPE, "application/json");
        return answer.body() == null || asked.method().equals("HEAD")
                ? response.send().then()
                : response.sendString(Mono.just(JSON.writeValueAsString(answer.body())))
                        .then();
    }

    private Answer answer(Asked asked) {
        String[] target = asked.target().split("\\?", 2);
        Query query = Query.of(target.length > 1 ? target[1] : null);
        if (!target[0].startsWith(prefix + "/0.1/")) {
            return new Answer(404, null);
        }
        String[] path = target[0].substring(prefix.length() + 5).split("/", -1);
        return switch (asked.method() + " " + path[0] + " " + path.length) {
            case "HEAD token 2", "GET token 2" ->
                told(path[1], query, asked.method().equals("GET"));
            case "DELETE token 2" -> {
                revoke(path[1]);
                yield new Answer(200, Map.of("data", Map.of("message", "success")));
            }
            case "POST token 1" -> made(asked);
            case "GET tenants 1" -> listed(asked);
            case "POST users 1" -> withAccess(asked, "auth.users.create", maker -> newUser(asked, maker));
            case "POST policies 1" -> withAccess(asked, "auth.policies.create", maker -> newPolicy(asked, maker));
            case "PUT users 4" ->
                withAccess(asked, "auth.users." + path[1] + ".policies." + path[3] + ".edit", maker -> joined(path));
            default -> new Answer(404, null);
        };
    }

    private @Nullable Known good(@Nullable String token) {
        Known known = token == null ? null : tokens.get(token);
        return known == null || known.expires() != null && !clock.instant().isBefore(known.expires()) ? null : known;
    }

    private Answer told(String token, Query query, boolean whole) {
        Known known = good(token);
        String scope = query.first("scope");
        String tenant = query.first("tenant");
        if (known == null) {
            return new Answer(404, Map.of("reason", List.of("No such token")));
        }
        if (scope != null && !may(known, scope) || tenant != null && !tenant.isEmpty() && !reaches(known, tenant)) {
            return new Answer(403, Map.of("reason", List.of("Unauthorized")));
        }
        return whole ? new Answer(200, Map.of("data", data(token, known, null))) : new Answer(204, null);
    }

    private Map<String, @Nullable Object> data(String token, Known known, @Nullable String refresh) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("uuid", known.user().toString());
        metadata.put("tenant_uuid", known.tenant().toString());
        metadata.put("auth_id", known.user().toString());
        metadata.put(
                "pbx_user_uuid",
                known.pbxUser() == null ? null : known.pbxUser().toString());
        metadata.put("purpose", known.pbxUser() == null ? "internal" : "user");
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("token", token);
        data.put("auth_id", known.user().toString());
        data.put("session_uuid", UUID.randomUUID().toString());
        data.put("acl", known.acl());
        data.put("metadata", metadata);
        Instant end = known.expires() == null ? clock.instant().plusSeconds(7200) : known.expires();
        data.put(
                "expires_at",
                LocalDateTime.ofInstant(end, ZoneOffset.ofHours(-4)).toString());
        data.put("utc_expires_at", LocalDateTime.ofInstant(end, ZoneOffset.UTC).toString());
        if (refresh != null) {
            data.put("refresh_token", refresh);
        }
        return data;
    }

    private Answer listed(Asked asked) {
        Known known = good(asked.header("X-Auth-Token"));
        String wanted = asked.header("Wazo-Tenant");
        if (known == null || !may(known, "auth.tenants.read") || wanted != null && !reaches(known, wanted)) {
            return new Answer(401, Map.of("message", "Unauthorized"));
        }
        UUID top = wanted == null ? known.tenant() : UUID.fromString(wanted);
        List<Map<String, @Nullable Object>> items = tenants.keySet().stream()
                .filter(tenant -> isWithin(tenant, top))
                .map(tenant -> {
                    Map<String, @Nullable Object> item = new LinkedHashMap<>();
                    item.put("uuid", tenant.toString());
                    item.put("name", "tenant " + tenant);
                    item.put("contact", null);
                    return item;
                })
                .toList();
        return new Answer(200, Map.of("items", items, "total", items.size(), "filtered", items.size()));
    }

    private boolean reaches(Known known, String tenant) {
        try {
            return isWithin(UUID.fromString(tenant), known.tenant());
        } catch (IllegalArgumentException garbage) {
            return false;
        }
    }

    private boolean isWithin(UUID tenant, UUID top) {
        Optional<UUID> at = tenants.containsKey(tenant) ? Optional.of(tenant) : Optional.empty();
        while (at.isPresent() && !at.get().equals(top)) {
            at = tenants.getOrDefault(at.get(), Optional.empty());
        }
        return at.isPresent();
    }

    /** As wazo-auth has it: regular expressions. */
    private static boolean may(Known known, String scope) {
        return known.acl().stream()
                        .filter(grant -> grant.startsWith("!"))
                        .noneMatch(grant -> matches(grant.substring(1), known, scope))
                && known.acl().stream()
                        .filter(grant -> !grant.startsWith("!"))
                        .anyMatch(grant -> matches(grant, known, scope));
    }

    private static boolean matches(String grant, Known known, String scope) {
        List<String> words = new ArrayList<>();
        for (String word : grant.split("\\.", -1)) {
            words.add(
                    switch (word) {
                        case "me" -> "(me|" + known.user() + ")";
                        case "edit" -> "(edit|update)";
                        default ->
                            Pattern.quote(word).replace("*", "\\E[^.#]*?\\Q").replace("#", "\\E.*?\\Q");
                    });
        }
        return scope.matches(String.join("\\.", words));
    }

    private interface Work {
        Answer on(Known maker);
    }

    private Answer withAccess(Asked asked, String access, Work work) {
        Known maker = good(asked.header("X-Auth-Token"));
        return maker == null || !may(maker, access)
                ? new Answer(401, Map.of("message", "Unauthorized"))
                : work.on(maker);
    }

    private Answer newUser(Asked asked, Known maker) {
        JsonNode body = JSON.readTree(asked.body());
        String username = body.path("username").asString();
        User user =
                new User(UUID.randomUUID(), body.path("password").asString(), tenant(asked, maker), new ArrayList<>());
        return users.putIfAbsent(username, user) == null
                ? new Answer(200, Map.of("uuid", user.uuid().toString(), "username", username))
                : new Answer(409, Map.of("error_id", "conflict"));
    }

    private static UUID tenant(Asked asked, Known maker) {
        String wanted = asked.header("Wazo-Tenant");
        return wanted == null ? maker.tenant() : UUID.fromString(wanted);
    }

    private Answer newPolicy(Asked asked, Known maker) {
        JsonNode body = JSON.readTree(asked.body());
        List<String> acl =
                body.path("acl").valueStream().map(JsonNode::asString).toList();
        if (!acl.stream().allMatch(access -> may(maker, access))) {
            return new Answer(401, Map.of("message", "Unauthorized"));
        }
        UUID policy = UUID.randomUUID();
        policies.put(policy, acl);
        return new Answer(
                200, Map.of("uuid", policy.toString(), "name", body.path("name").asString(), "acl", acl));
    }

    private Answer joined(String[] path) {
        UUID policy = UUID.fromString(path[3]);
        Optional<User> user = users.values().stream()
                .filter(known -> known.uuid().toString().equals(path[1]))
                .findFirst();
        if (user.isEmpty() || !policies.containsKey(policy)) {
            return new Answer(404, Map.of("message", "not found"));
        }
        user.get().policies().add(policy);
        return new Answer(204, null);
    }

    private Answer made(Asked asked) {
        JsonNode body = JSON.readTree(asked.body());
        Refresh refresh = refreshes.get(body.path("refresh_token").asString(""));
        String username = refresh != null
                        && refresh.client().equals(body.path("client_id").asString(""))
                ? refresh.username()
                : authenticated(asked.header("Authorization"));
        User user = username == null ? null : users.get(username);
        if (username == null || user == null) {
            return new Answer(401, Map.of("reason", List.of("Authentication Failed")));
        }
        List<String> acl = user.policies().stream()
                .flatMap(policy -> Objects.requireNonNull(policies.get(policy)).stream())
                .toList();
        String token = UUID.randomUUID().toString();
        Known known = new Known(
                user.uuid(),
                null,
                user.tenant(),
                clock.instant().plusSeconds(body.path("expiration").asLong(7200)),
                acl);
        tokens.put(token, known);
        String offline = null;
        if (body.path("access_type").asString("").equals("offline")) {
            offline = UUID.randomUUID().toString();
            refreshes.put(offline, new Refresh(username, body.path("client_id").asString()));
        }
        return new Answer(200, Map.of("data", data(token, known, offline)));
    }

    private @Nullable String authenticated(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith("Basic ")) {
            return null;
        }
        String[] pair = new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8)
                .split(":", 2);
        User user = users.get(pair[0]);
        return user != null && user.password().equals(pair[1]) ? pair[0] : null;
    }
}
