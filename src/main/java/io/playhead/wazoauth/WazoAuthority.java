package io.playhead.wazoauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Interner;
import io.playhead.access.AccessProblems;
import io.playhead.access.Authority;
import io.playhead.access.CanonicalUuid;
import io.playhead.access.Credential;
import io.playhead.access.Kept;
import io.playhead.access.RefusedCaller;
import io.playhead.access.Token;
import io.playhead.access.TokenDigest;
import io.playhead.http.AtHand;
import io.playhead.problem.Problem;
import io.playhead.wazoauth.WazoAuthClient.Answer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * wazo-auth decides. What it has said is used again for the configured time, never past the end of the token; a refusal
 * for a second at most, since whoever has just been let in does not want to wait.
 */
final class WazoAuthority implements Authority, AutoCloseable {

    private static final long REFUSAL = Duration.ofSeconds(1).toNanos();
    /** Who has answered within this time need not be asked whether it works. */
    private static final Duration RECENT = Duration.ofSeconds(5);

    private static final Duration FORGOTTEN = Duration.ofMinutes(2);

    private final WazoAuthProperties properties;
    private final WazoAuthClient client;
    private final ServiceToken service;
    private final InstantSource clock;
    private final LongSupplier nanos;

    private final Cache<TokenDigest, KnownToken> tokens;
    private final Kept<Question, Decision> decisions;
    private final Kept<WhoseQuestion, Token> owners;
    private final Kept<TreeQuestion, Tree> trees;
    /** Many tokens of one tenant have the same tree. */
    private final Interner<Set<UUID>> sets = Interner.newWeakInterner();

    private record Question(
            TokenDigest token,
            @Nullable String scope,
            @Nullable String tenant) {}

    private enum Verdict {
        GRANTED,
        REFUSED,
        UNKNOWN
    }

    private record Decision(Verdict verdict, KnownToken token) {}

    private record WhoseQuestion(TokenDigest token, boolean sayingWhoAsks) {}

    private record TreeQuestion(TokenDigest token, UUID tenant) {}

    /** @param tenants empty where the tenant is out of reach */
    private record Tree(Set<UUID> tenants, KnownToken token) {}

    /** @param nanos the time that goes by, as {@link System#nanoTime} */
    WazoAuthority(
            WazoAuthProperties properties,
            WazoAuthClient client,
            ServiceToken service,
            InstantSource clock,
            LongSupplier nanos) {
        this.properties = properties;
        this.client = client;
        this.service = service;
        this.clock = clock;
        this.nanos = nanos;
        Duration keep = properties.cache();
        int most = properties.decisions();
        this.tokens = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterAccess(keep.plus(FORGOTTEN))
                .executor(Runnable::run)
                .build();
        this.decisions = new Kept<>(most, keep, this::isFresh, nanos);
        this.trees = new Kept<>(most, keep, (tree, age) -> isFresh(!tree.tenants.isEmpty(), tree.token, age), nanos);
        // kept with the token; here askers at the same time share a call
        this.owners = new Kept<>(most, Duration.ZERO, (owner, age) -> false, nanos);
    }

    /** Begins to ask for a token of our own. */
    WazoAuthority start() {
        service.start();
        return this;
    }

    private boolean isFresh(Decision decision, long age) {
        return isFresh(decision.verdict == Verdict.GRANTED, decision.token, age);
    }

    private boolean isFresh(boolean granted, KnownToken token, long age) {
        return granted
                ? token.stillMay(age)
                : age < Math.min(REFUSAL, properties.cache().toNanos());
    }

    @Override
    public Mono<Void> check(Credential credential, String requiredAcl, @Nullable String headerTenant) {
        if (!Call.canCarry(credential)) {
            return Mono.error(
                    () -> AccessProblems.unknownToken(credential, requiredAcl).exception());
        }
        boolean sane = headerTenant == null || CanonicalUuid.parse(headerTenant) != null;
        // what is no UUID is no tenant of anybody's; the token comes first nevertheless
        Mono<Decision> decision = decision(credential, requiredAcl, sane ? headerTenant : null);
        return AtHand.then(decision, known -> switch (known.verdict) {
            case UNKNOWN ->
                Mono.error(() ->
                        AccessProblems.unknownToken(credential, requiredAcl).exception());
            case REFUSED -> refused(credential, requiredAcl, headerTenant);
            case GRANTED -> sane ? Mono.empty() : refused(credential, requiredAcl, headerTenant);
        });
    }

    /** The listen log wants to know whose token it was: asked once for each token, and left out where nobody tells. */
    private Mono<Void> refused(Credential credential, String requiredAcl, @Nullable String headerTenant) {
        Problem refusal = AccessProblems.missingPermission(credential, requiredAcl, headerTenant);
        return AtHand.then(
                details(credential)
                        .map(token -> refusal.exception(RefusedCaller.of(token)))
                        .onErrorResume(nobodyKnows -> Mono.just(refusal.exception())),
                Mono::error);
    }

    @Override
    public Mono<Void> checkTenant(Token token, String tenant) {
        Supplier<Throwable> foreign = () -> AccessProblems.foreignTenant(tenant).exception(RefusedCaller.of(token));
        if (CanonicalUuid.parse(tenant) == null) {
            return Mono.error(foreign);
        }
        return AtHand.then(
                decision(token.credential(), null, tenant),
                known -> known.verdict == Verdict.GRANTED ? Mono.empty() : Mono.error(foreign));
    }

    private Mono<Decision> decision(Credential credential, @Nullable String scope, @Nullable String tenant) {
        return decisions.get(
                new Question(credential.digest(), scope, tenant), () -> decided(credential, scope, tenant));
    }

    private Mono<Decision> decided(Credential credential, @Nullable String scope, @Nullable String tenant) {
        KnownToken token = known(credential);
        long asked = nanos.getAsLong();
        return client.ask(Call.check(credential, scope, tenant)).map(answer -> switch (answer.status()) {
            case 204 -> {
                token.isGood(asked);
                yield new Decision(Verdict.GRANTED, token);
            }
            case 403 -> new Decision(Verdict.REFUSED, token);
            case 404 -> {
                token.isLost();
                tokens.asMap().remove(credential.digest(), token);
                yield new Decision(Verdict.UNKNOWN, token);
            }
            default -> throw odd(answer);
        });
    }

    private KnownToken known(Credential credential) {
        return tokens.get(credential.digest(), digest -> new KnownToken(properties.cache(), nanos));
    }

    @Override
    public Mono<Token> details(Credential credential) {
        return whose(credential, true);
    }

    @Override
    public Mono<Token> owner(Credential credential) {
        return whose(credential, false);
    }

    private Mono<Token> whose(Credential credential, boolean sayingWhoAsks) {
        if (!Call.canCarry(credential)) {
            return Mono.error(() -> AccessProblems.lostToken(credential).exception());
        }
        KnownToken known = tokens.getIfPresent(credential.digest());
        Token token = known == null ? null : known.token(credential);
        return token == null
                ? owners.get(
                        new WhoseQuestion(credential.digest(), sayingWhoAsks),
                        () -> told(credential, sayingWhoAsks ? Call.details(credential) : Call.owner(credential)))
                : Mono.just(token);
    }

    private Mono<Token> told(Credential credential, Call call) {
        KnownToken known = known(credential);
        long asked = nanos.getAsLong();
        return client.ask(call).map(answer -> {
            if (answer.status() >= 400) {
                throw AccessProblems.lostToken(credential).exception();
            }
            Told.Details details = answer.status() == 200 ? Told.details(answer) : null;
            if (details == null) {
                throw odd(answer);
            }
            Token token = token(credential, details);
            known.isOf(token.user(), token.pbxUser(), token.tenant(), token.expires(), left(details));
            known.isGood(asked);
            return token;
        });
    }

    /** A token of nobody in particular still acts as somebody: always the same, and nobody else. */
    private static Token token(Credential credential, Told.Details details) {
        UUID user = details.user()
                .orElseGet(() -> UUID.nameUUIDFromBytes(credential.digest().octets()));
        return new Token(credential, user, details.pbxUser(), details.tenant(), details.expires());
    }

    private Optional<Duration> left(Told.Details details) {
        return details.expires().map(end -> Duration.between(clock.instant(), end));
    }

    @Override
    public Mono<Set<UUID>> tree(Token token, UUID tenant) {
        Credential credential = token.credential();
        Mono<Tree> tree = trees.get(new TreeQuestion(credential.digest(), tenant), () -> grown(token, tenant));
        return AtHand.then(
                tree,
                known -> known.tenants.isEmpty()
                        ? Mono.error(() ->
                                AccessProblems.foreignTenant(tenant.toString()).exception(RefusedCaller.of(token)))
                        : Mono.just(known.tenants));
    }

    private Mono<Tree> grown(Token token, UUID tenant) {
        KnownToken known = known(token.credential());
        return client.ask(Call.tenants(token.credential(), tenant)).map(answer -> {
            if (answer.status() == 401) {
                // it may not list tenants, and sees its own alone
                return new Tree(tenant.equals(token.tenant()) ? Set.of(tenant) : Set.of(), known);
            }
            Set<UUID> tenants = answer.status() == 200 ? Told.tenants(answer) : null;
            if (tenants == null) {
                throw odd(answer);
            }
            tenants.add(tenant);
            return new Tree(sets.intern(Set.copyOf(tenants)), known);
        });
    }

    private RuntimeException odd(Answer answer) {
        return client.failed(
                answer.status() == 200
                        ? "the answer is not wazo-auth's"
                        : "wazo-auth answered with status " + answer.status());
    }

    @Override
    public Mono<Void> checkMaster(Token token) {
        return Mono.fromRunnable(() -> {
            UUID master = properties.masterTenantUuid() == null ? service.tenant() : properties.masterTenantUuid();
            if (master == null) {
                throw WazoAuthProblems.notInitialized().exception();
            }
            if (!master.equals(token.tenant())) {
                throw AccessProblems.notMaster(token.credential()).exception(RefusedCaller.of(token));
            }
        });
    }

    /** Any answer will do, but for one that its proxy gives in its place. */
    @Override
    public Mono<Void> ready() {
        return Mono.defer(() -> client.hasAnsweredWithin(RECENT)
                ? Mono.empty()
                : client.ask(Call.anything())
                        .filter(answer -> answer.status() < 500)
                        .switchIfEmpty(Mono.error(() -> client.failed("wazo-auth's proxy answers in its place")))
                        .then());
    }

    @Override
    public boolean hasServiceToken() {
        return service.hasBeen();
    }

    @Override
    public void close() {
        service.close();
        client.close();
    }
}
