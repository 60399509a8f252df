package io.playhead.identity;

import io.playhead.access.Authority;
import io.playhead.access.Credential;
import io.playhead.access.Directory;
import io.playhead.access.Token;
import io.playhead.http.ApiRequest;
import io.playhead.http.Query;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import io.playhead.identity.Presented.NamePassword;
import io.playhead.problem.Kind;
import io.playhead.problem.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Tokens, as {@code POST /token} and {@code HEAD|GET|DELETE /token/{token}} of wazo-auth 0.1. */
final class TokenHandler {

    private static final int TWO_HOURS = 7200;
    private static final int TEN_YEARS = 10 * 365 * 24 * 3600;
    private static final int CLIENT_ID = 1024;
    private static final int REFRESH_TOKEN = 1024;
    private static final String MISSING_PERMISSION = "missing_permission_or_invalid_tenant";

    private final Authority authority;
    private final Directory directory;
    private final Accounts accounts;
    private final Tokens tokens;
    private final Passwords passwords;
    private final InstantSource clock;

    TokenHandler(
            Authority authority,
            Directory directory,
            Accounts accounts,
            Tokens tokens,
            Passwords passwords,
            InstantSource clock) {
        this.authority = authority;
        this.directory = directory;
        this.accounts = accounts;
        this.tokens = tokens;
        this.passwords = passwords;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param offline whether a refresh token is wanted too
     * @param refresh what stands for name and password
     */
    private record Wanted(
            int seconds,
            boolean offline,
            @Nullable String client,
            @Nullable String refresh) {

        static Wanted of(Fields fields) {
            String type = fields.optionalText("access_type", 16);
            if (type != null && !type.equals("online") && !type.equals("offline")) {
                throw IdentityProblems.invalid("access_type", "Must be one of: online, offline.")
                        .exception();
            }
            Wanted wanted = new Wanted(
                    fields.positive("expiration", TWO_HOURS, TEN_YEARS),
                    "offline".equals(type),
                    fields.optionalText("client_id", CLIENT_ID),
                    fields.optionalText("refresh_token", REFRESH_TOKEN));
            if (wanted.offline && wanted.refresh != null) {
                throw IdentityProblems.invalid("access_type", "Cannot be \"offline\" with a \"refresh_token\".")
                        .exception();
            }
            if (wanted.client == null && (wanted.offline || wanted.refresh != null)) {
                throw IdentityProblems.invalid(
                                "client_id", "Must be given with a \"refresh_token\" or \"access_type\" \"offline\".")
                        .exception();
            }
            return wanted;
        }

        @Override
        public String toString() {
            return "Wanted[" + client + "]";
        }
    }

    /** For name and password, or for a refresh token and the client it was made for. */
    Mono<Reply> add(ApiRequest request) {
        return request.body()
                .map(Fields::of)
                .map(Wanted::of)
                .flatMap(wanted -> user(request, wanted)
                        .switchIfEmpty(Mono.error(
                                () -> IdentityProblems.authenticationFailed().exception()))
                        .flatMap(user -> made(user, wanted)));
    }

    private Mono<UUID> user(ApiRequest request, Wanted wanted) {
        String refresh = wanted.refresh();
        String client = wanted.client();
        return refresh != null && client != null
                ? tokens.refresh(new Credential(refresh), client).map(Tokens.Refresh::user)
                : Mono.justOrEmpty(Presented.basic(request)).flatMap(this::user);
    }

    private Mono<UUID> user(NamePassword given) {
        return accounts.login(given.name())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(login -> passwords
                        .matches(
                                given.password(),
                                login.map(Accounts.Login::password).orElse(Passwords.Hashed.NOBODYS))
                        .filter(right -> right && login.isPresent())
                        .map(right -> login.orElseThrow().user()));
    }

    private Mono<Reply> made(UUID user, Wanted wanted) {
        Credential token = new Credential(UUID.randomUUID().toString());
        Instant issued = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant expires = issued.plusSeconds(wanted.seconds());
        String client = wanted.client();
        Optional<Credential> refresh =
                wanted.offline() ? Optional.of(new Credential(UUID.randomUUID().toString())) : Optional.empty();
        Mono<Void> kept =
                refresh.isPresent() && client != null ? tokens.addRefresh(refresh.get(), user, client) : Mono.empty();
        return kept.then(Mono.defer(() -> tokens.add(token, user, issued, expires)))
                .then(Mono.defer(() -> shown(token)))
                .map(data -> {
                    data.put("issued_at", local(issued));
                    data.put("utc_issued_at", local(issued));
                    refresh.ifPresent(known -> data.put("refresh_token", known.text()));
                    return Replies.json(200, Map.of("data", data));
                });
    }

    Mono<Reply> check(ApiRequest request) {
        return good(request).thenReturn(Replies.noContent());
    }

    Mono<Reply> get(ApiRequest request) {
        return good(request)
                .then(Mono.defer(() -> shown(token(request))))
                .map(data -> Replies.json(200, Map.of("data", data)));
    }

    Mono<Reply> revoke(ApiRequest request) {
        Credential token = token(request);
        if (directory.holder(token).isPresent()) {
            return Mono.error(() -> IdentityProblems.tokenOfFile().exception());
        }
        return tokens.revoke(token).thenReturn(Replies.json(200, Map.of("data", Map.of("message", "success"))));
    }

    /** Completes if the token is good, and may do {@code scope} and reaches {@code tenant} where they are named. */
    private Mono<Void> good(ApiRequest request) {
        Credential token = token(request);
        Query query = request.query();
        String scope = query.first("scope");
        String tenant = query.first("tenant");
        String named = tenant == null || tenant.isEmpty() ? null : tenant;
        Mono<Void> good = scope == null || scope.isEmpty()
                ? authority
                        .details(token)
                        .flatMap(known -> named == null ? Mono.empty() : authority.checkTenant(known, named))
                : authority.check(token, scope, named);
        return good.onErrorMap(ProblemException.class, TokenHandler::asWazoAuth);
    }

    /** Call-logd's refusals, as wazo-auth says them. */
    private static Throwable asWazoAuth(ProblemException refused) {
        if (refused.problem().kind() != Kind.UNAUTHENTICATED) {
            return refused;
        }
        boolean known = refused.problem().id().equals("unauthorized-tenant")
                || MISSING_PERMISSION.equals(refused.problem().details().get("reason"));
        return (known ? IdentityProblems.forbiddenToken() : IdentityProblems.unknownToken()).exception(refused);
    }

    private static Credential token(ApiRequest request) {
        return new Credential(request.variable("token"));
    }

    private Mono<Map<String, @Nullable Object>> shown(Credential credential) {
        return authority
                .details(credential)
                .flatMap(token -> acl(credential).map(acl -> shown(credential, token, acl)));
    }

    private Mono<List<String>> acl(Credential credential) {
        return directory
                .holder(credential)
                .map(holder -> Mono.just(holder.acl()))
                .orElseGet(() -> tokens.found(credential.digest())
                        .map(found -> found.map(Tokens.Found::acl).orElse(List.of())));
    }

    private static Map<String, @Nullable Object> shown(Credential credential, Token token, List<String> acl) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("uuid", token.user().toString());
        metadata.put("tenant_uuid", token.tenant().toString());
        metadata.put("auth_id", token.user().toString());
        metadata.put("pbx_user_uuid", token.pbxUser().map(UUID::toString).orElse(null));
        metadata.put("xivo_uuid", null);
        metadata.put("purpose", token.pbxUser().isPresent() ? "user" : "external_api");
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("token", credential.text());
        data.put("auth_id", token.user().toString());
        data.put("session_uuid", null);
        data.put("xivo_uuid", null);
        data.put("xivo_user_uuid", token.pbxUser().map(UUID::toString).orElse(null));
        data.put("metadata", metadata);
        data.put("acl", acl);
        String expires = token.expires().map(TokenHandler::local).orElse(null);
        data.put("expires_at", expires);
        data.put("utc_expires_at", expires);
        return data;
    }

    /** Without an offset, as wazo-auth writes it. */
    private static String local(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
    }
}
