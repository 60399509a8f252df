package io.playhead.access;

import io.playhead.http.AtHand;
import io.playhead.problem.Kind;
import io.playhead.problem.ProblemException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The door: every request with a token passes here, first {@link #admit} and, after its own checks, {@link #resolve}. */
public final class Access {

    private final Authority authority;
    private final FailedAttempts failures;
    private final boolean queryToken;

    /** Counts no failures. */
    public Access(Authority authority, boolean queryToken) {
        this(authority, FailedAttempts.uncounted(), queryToken);
    }

    /** @param queryToken whether {@code ?token=} counts where the contract allows it */
    public Access(Authority authority, FailedAttempts failures, boolean queryToken) {
        this.authority = authority;
        this.failures = failures;
        this.queryToken = queryToken;
    }

    /**
     * Token, access and header tenant are good, or {@code unauthorized}; {@code too-many-failed-attempts} where that was
     * said too often. Comes before any look at the request.
     */
    public Mono<Admitted> admit(AccessRequest request) {
        Credential credential = request.credential(queryToken);
        if (credential.text().isEmpty()) {
            return Mono.error(() -> AccessProblems.unknownToken(credential, request.requiredAcl())
                    .exception());
        }
        return AtHand.after(
                failures.guard(
                        credential,
                        request.address(),
                        () -> authority.check(credential, request.requiredAcl(), request.namedTenant())),
                () -> Mono.fromCallable(() -> admitted(credential, request)));
    }

    /**
     * Completes if the token is good, whatever it may do; else {@code unauthorized}. For requests that tell in their body
     * what they want, before that is read.
     */
    public Mono<Void> requireToken(AccessRequest request) {
        Credential credential = request.credential(queryToken);
        return credential.text().isEmpty()
                ? Mono.error(() -> AccessProblems.lostToken(credential).exception())
                : failures.guard(
                        credential,
                        request.address(),
                        () -> authority.details(credential).then());
    }

    /**
     * Who the caller is and whose records it may see.
     *
     * @param tenantQuery {@code ?tenant=}, given only by endpoints that allow it; wins over the header, empty too
     */
    public Mono<Caller> resolve(Admitted admitted, @Nullable String tenantQuery, Scope scope) {
        return AtHand.then(
                authority.details(admitted.credential()),
                token -> resolve(token, admitted.headerTenant(), tenantQuery, scope));
    }

    /** The telephone user of {@code /users/me}, or {@code token-with-user-uuid-required}. */
    public Mono<UUID> pbxUser(Admitted admitted) {
        return authority
                .owner(admitted.credential())
                .onErrorMap(
                        Access::isRefusal, refused -> AccessProblems.noPbxUser().exception(refused))
                .map(token -> token.pbxUser()
                        .orElseThrow(() -> AccessProblems.noPbxUser().exception()));
    }

    /**
     * Completes if the caller is of the master tenant, whatever tenant its header names; else {@code unauthorized}. Comes
     * before any look at the request.
     */
    public Mono<Void> requireMaster(Admitted admitted) {
        Credential credential = admitted.credential();
        return authority
                .details(credential)
                .onErrorMap(
                        Access::isRefusal,
                        lost -> AccessProblems.notMaster(credential).exception(lost))
                .flatMap(authority::checkMaster);
    }

    /** Whether the caller is of the master tenant: whose people run this service. */
    public Mono<Boolean> isMaster(Admitted admitted) {
        return authority
                .details(admitted.credential())
                .flatMap(authority::checkMaster)
                .thenReturn(true)
                .onErrorResume(Access::isRefusal, other -> Mono.just(false));
    }

    private static Admitted admitted(Credential credential, AccessRequest request) {
        String named = request.namedTenant();
        if (named == null) {
            return new Admitted(credential, Optional.empty());
        }
        UUID tenant = CanonicalUuid.parse(named);
        if (tenant == null) {
            throw AccessProblems.missingPermission(credential, request.requiredAcl(), named)
                    .exception();
        }
        return new Admitted(credential, Optional.of(tenant));
    }

    private Mono<Caller> resolve(Token token, Optional<UUID> headerTenant, @Nullable String tenantQuery, Scope scope) {
        if (tenantQuery == null) {
            return caller(token, headerTenant.orElse(token.tenant()), scope);
        }
        UUID tenant = CanonicalUuid.parse(tenantQuery);
        if (tenant == null) {
            return Mono.error(() -> AccessProblems.foreignTenant(tenantQuery).exception(RefusedCaller.of(token)));
        }
        Mono<Caller> caller = caller(token, tenant, scope);
        boolean known = tenant.equals(token.tenant())
                || headerTenant.filter(tenant::equals).isPresent();
        return known ? caller : authority.checkTenant(token, tenantQuery).then(caller);
    }

    private Mono<Caller> caller(Token token, UUID tenant, Scope scope) {
        return switch (scope) {
            case ONE -> Mono.just(caller(token, tenant, Set.of(tenant)));
            case TREE -> AtHand.map(authority.tree(token, tenant), tenants -> caller(token, tenant, tenants));
        };
    }

    private static Caller caller(Token token, UUID tenant, Set<UUID> tenants) {
        return new Caller(token.user(), token.pbxUser(), token.tenant(), tenant, tenants);
    }

    private static boolean isRefusal(Throwable error) {
        return error instanceof ProblemException refused && refused.problem().kind() == Kind.UNAUTHENTICATED;
    }
}
