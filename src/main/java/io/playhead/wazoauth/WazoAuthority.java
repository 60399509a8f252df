package io.playhead.wazoauth;

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
import io.playhead.wazoauth.Decisions.Verdict;
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

    /** Who has answered within this time need not be asked whether it works. */
    private static final Duration RECENT = Duration.ofSeconds(5);

    private final WazoAuthProperties properties;
    private final WazoAuthClient client;
    private final ServiceToken service;
    private final InstantSource clock;
    private final LongSupplier nanos;

    private final KnownTokens tokens;
    private final Decisions decisions;
    private final Trees trees;
    private final Kept<WhoseQuestion, Token> owners;

    private record WhoseQuestion(TokenDigest token, boolean sayingWhoAsks) {}

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
        int most = properties.decisions();
        this.tokens = new KnownTokens(most, properties.cache(), nanos);
        this.decisions = new Decisions(properties, client, tokens, nanos);
        this.trees = new Trees(properties, client, tokens, nanos);
        // kept with the token; here askers at the same time share a call
        this.owners = new Kept<>(most, Duration.ZERO, (owner, age) -> false, nanos);
    }

    /** Begins to ask for a token of our own. */
    WazoAuthority start() {
        service.start();
        return this;
    }

    @Override
    public Mono<Void> check(Credential credential, String requiredAcl, @Nullable String headerTenant) {
        KnownToken token = tokens.find(credential);
        return token != null && token.may(requiredAcl, headerTenant)
                ? Mono.empty()
                : checked(credential, requiredAcl, headerTenant);
    }

    private Mono<Void> checked(Credential credential, String requiredAcl, @Nullable String headerTenant) {
        if (!Call.canCarry(credential)) {
            return Mono.error(
                    () -> AccessProblems.unknownToken(credential, requiredAcl).exception());
        }
        boolean sane = headerTenant == null || CanonicalUuid.parse(headerTenant) != null;
        // what is no UUID is no tenant of anybody's; the token comes first nevertheless
        Mono<Verdict> verdict = decisions.of(credential, requiredAcl, sane ? headerTenant : null);
        return AtHand.then(verdict, known -> switch (known) {
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
                decisions.of(token.credential(), null, tenant),
                verdict -> verdict == Verdict.GRANTED ? Mono.empty() : Mono.error(foreign));
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
        KnownToken known = tokens.find(credential);
        Token token = known == null ? null : known.token(credential);
        if (token != null) {
            return Mono.just(token);
        }
        return Call.canCarry(credential)
                ? owners.get(
                        new WhoseQuestion(credential.digest(), sayingWhoAsks),
                        () -> told(credential, sayingWhoAsks ? Call.details(credential) : Call.owner(credential)))
                : Mono.error(() -> AccessProblems.lostToken(credential).exception());
    }

    private Mono<Token> told(Credential credential, Call call) {
        KnownToken before = tokens.find(credential);
        long asked = nanos.getAsLong();
        return client.ask(call).map(answer -> {
            if (answer.status() >= 400) {
                throw AccessProblems.lostToken(credential).exception();
            }
            Told.Details details = answer.status() == 200 ? Told.details(answer) : null;
            if (details == null) {
                throw client.odd(answer);
            }
            Token token = token(credential, details);
            KnownToken known = tokens.since(before, credential);
            known.isOf(token.user(), token.pbxUser(), token.tenant(), token.expires(), left(details));
            tokens.isGood(credential, known, asked);
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
        return trees.of(token, tenant);
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

    /** Of how many tokens something is kept. */
    long known() {
        return tokens.size();
    }

    @Override
    public void close() {
        service.close();
        client.close();
    }
}
