package io.playhead.access;

import static io.playhead.access.StaticWorld.ADMIN;
import static io.playhead.access.StaticWorld.ADMIN_USER;
import static io.playhead.access.StaticWorld.CHILD;
import static io.playhead.access.StaticWorld.CHILD_ADMIN;
import static io.playhead.access.StaticWorld.GRANDCHILD;
import static io.playhead.access.StaticWorld.PARENT;
import static io.playhead.access.StaticWorld.PERSON;
import static io.playhead.access.StaticWorld.STRANGER;
import static io.playhead.access.StaticWorld.UNKNOWN;
import static io.playhead.access.StaticWorld.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class AccessTest {

    private static final String READ = "call-logd.cdr.read";
    private static final String ME = "call-logd.users.me.cdr.read";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Authority authority;

    @SuppressWarnings("NullAway.Init")
    private Access access;

    @BeforeEach
    void open() {
        authority = StaticWorld.authority(folder);
        access = new Access(authority, true);
    }

    // where the token comes from: contract §2

    @Test
    void without_a_token_the_answer_is_that_of_an_unknown_one() {
        for (AccessRequest request : List.of(
                new AccessRequest(null, null, null, "garbage", READ),
                new AccessRequest("", "", "", "", READ),
                new AccessRequest(null, "Basic YTpi", null, null, READ),
                new AccessRequest(null, "Bearer", null, null, READ),
                new AccessRequest(null, "Bearer  ", null, null, READ))) {
            Problem problem = Problems.of(access.admit(request));
            Problems.assertUnauthorized(problem, "not_found_or_expired");
            assertThat(problem.details().get("invalid_token")).isEqualTo("");
            assertThat(problem.details().get("required_access")).isEqualTo(READ);
            assertThat(problem.details()).hasSize(3);
        }
    }

    @Test
    void the_header_gives_the_token() {
        admitted(new AccessRequest(ADMIN, null, null, null, READ));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
    void so_does_a_bearer_whatever_its_case(String scheme) {
        admitted(new AccessRequest(null, scheme + ADMIN, null, null, READ));
        admitted(new AccessRequest("", scheme + ADMIN, null, null, READ));
    }

    @Test
    void the_token_header_wins_over_the_bearer() {
        Problems.assertUnauthorized(
                Problems.of(access.admit(new AccessRequest("unknown", "Bearer " + ADMIN, null, null, READ))),
                "not_found_or_expired");
    }

    @Test
    void the_query_wins_over_the_headers() {
        admitted(new AccessRequest("unknown", "Bearer unknown", ADMIN, null, READ));
        Problems.assertUnauthorized(
                Problems.of(access.admit(new AccessRequest(ADMIN, "Bearer " + ADMIN, "unknown", null, READ))),
                "not_found_or_expired");
        admitted(new AccessRequest(ADMIN, null, "", null, READ));
    }

    @Test
    void the_query_can_be_switched_off() {
        Access strict = new Access(authority, false);

        Problem problem = Problems.of(strict.admit(new AccessRequest(null, null, ADMIN, null, READ)));
        Problems.assertUnauthorized(problem, "not_found_or_expired");
        assertThat(problem.details().get("invalid_token")).isEqualTo("");
        StepVerifier.create(strict.admit(new AccessRequest(ADMIN, null, "unknown", null, READ)))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void neither_requests_nor_those_admitted_print_a_token() {
        AccessRequest request = new AccessRequest(ADMIN, "Bearer " + ADMIN, ADMIN, null, READ);

        assertThat(request.toString()).doesNotContain(ADMIN);
        assertThat(admitted(request).toString()).doesNotContain(ADMIN);
    }

    // the header tenant: contract §3, call 1

    @Test
    void an_empty_header_tenant_is_none() {
        assertThat(caller(request(ADMIN, ""), null, Scope.ONE).tenant()).isEqualTo(PARENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "1-1-1-1-1", " ", "40000000-0000-4000-8000-00000000000d", "é"})
    void a_header_tenant_out_of_reach_is_refused_with_what_was_sent(String tenant) {
        Problem problem = Problems.of(access.admit(request(ADMIN, tenant)));

        Problems.assertUnauthorized(problem, "missing_permission_or_invalid_tenant");
        assertThat(problem.details().get("tenant_uuid")).isEqualTo(tenant);
        assertThat(problem.details().get("invalid_token")).isEqualTo("…oken");
    }

    @Test
    void a_header_that_is_no_uuid_is_refused_even_if_the_authority_accepts_it() {
        Access lenient = new Access(new FakeAuthority(), true);

        Problems.assertUnauthorized(
                Problems.of(lenient.admit(request("x", "garbage"))), "missing_permission_or_invalid_tenant");
    }

    // tenant resolution: contract §5

    @Test
    void without_a_named_tenant_it_is_the_tokens() {
        Caller caller = caller(request(ADMIN, null), null, Scope.ONE);

        assertThat(caller.user()).isEqualTo(ADMIN_USER);
        assertThat(caller.pbxUser()).isEmpty();
        assertThat(caller.home()).isEqualTo(PARENT);
        assertThat(caller.tenant()).isEqualTo(PARENT);
        assertThat(caller.tenants()).containsExactly(PARENT);
    }

    @Test
    void a_parent_reads_its_children_through_trees_alone() {
        assertThat(caller(request(ADMIN, null), null, Scope.TREE).tenants())
                .containsExactlyInAnyOrder(PARENT, CHILD, GRANDCHILD);
        assertThat(caller(request(ADMIN, null), null, Scope.recursive(true)).tenants())
                .contains(GRANDCHILD);
        assertThat(caller(request(ADMIN, null), null, Scope.recursive(false)).tenants())
                .containsExactly(PARENT);
    }

    @Test
    void a_parent_that_names_a_child_no_longer_sees_itself() {
        Caller one = caller(request(ADMIN, CHILD.toString()), null, Scope.ONE);
        Caller tree = caller(request(ADMIN, CHILD.toString()), null, Scope.TREE);

        assertThat(one.tenants()).containsExactly(CHILD);
        assertThat(tree.tenants()).containsExactlyInAnyOrder(CHILD, GRANDCHILD);
        assertThat(tree.home()).isEqualTo(PARENT);
    }

    @Test
    void the_query_tenant_wins_over_the_header() {
        Caller caller = caller(request(ADMIN, CHILD.toString()), GRANDCHILD.toString(), Scope.ONE);

        assertThat(caller.tenant()).isEqualTo(GRANDCHILD);
    }

    @Test
    void a_tenant_may_be_written_in_capitals() {
        String capitals = CHILD.toString().toUpperCase(Locale.ROOT);

        assertThat(caller(request(ADMIN, capitals), null, Scope.ONE).tenant()).isEqualTo(CHILD);
        assertThat(caller(request(ADMIN, null), capitals, Scope.ONE).tenant()).isEqualTo(CHILD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "garbage", "1-1-1-1-1", "é🎧"})
    void a_query_tenant_that_is_none_is_unauthorized(String tenant) {
        Problems.assertForeignTenant(refusal(request(ADMIN, null), tenant), tenant);
        Problems.assertForeignTenant(refusal(request(ADMIN, CHILD.toString()), tenant), tenant);
    }

    @Test
    void a_query_tenant_out_of_reach_is_unauthorized_and_never_unknown() {
        for (UUID tenant : List.of(STRANGER, UNKNOWN)) {
            Problems.assertForeignTenant(refusal(request(ADMIN, null), tenant.toString()), tenant.toString());
        }
        Problems.assertForeignTenant(refusal(request(CHILD_ADMIN, null), PARENT.toString()), PARENT.toString());
    }

    @Test
    void a_tenant_known_already_is_not_asked_for() {
        FakeAuthority fake = new FakeAuthority();
        Access door = new Access(fake, true);

        Admitted admitted = Objects.requireNonNull(
                door.admit(request("x", CHILD.toString())).block());
        assertThat(door.resolve(admitted, CHILD.toString(), Scope.ONE).block()).isNotNull();
        assertThat(door.resolve(admitted, PARENT.toString(), Scope.ONE).block()).isNotNull();
        assertThat(fake.tenantsChecked).isZero();
        assertThat(door.resolve(admitted, GRANDCHILD.toString(), Scope.ONE).block())
                .isNotNull();
        assertThat(fake.tenantsChecked).isOne();
    }

    // the user of /users/me: contract §3, call 2b

    @Test
    void a_person_has_a_telephone_user() {
        Admitted admitted = admitted(new AccessRequest(USER, null, null, null, ME));

        StepVerifier.create(access.pbxUser(admitted)).expectNext(PERSON).verifyComplete();
    }

    @Test
    void a_service_or_a_token_just_lost_has_none() {
        Mono<UUID> service = access.pbxUser(admitted(request(ADMIN, null)));
        FakeAuthority forgetful = new FakeAuthority();
        forgetful.answer = AccessProblems.lostToken(new Credential("x"));
        Access door = new Access(forgetful, true);

        for (Mono<UUID> user : List.of(service, door.admit(request("x", null)).flatMap(door::pbxUser))) {
            Problem problem = Problems.of(user);
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.id()).isEqualTo("token-with-user-uuid-required");
            assertThat(problem.message()).isEqualTo("A valid token with a user UUID is required");
            assertThat(problem.details()).isEmpty();
        }
    }

    @Test
    void an_authority_out_of_reach_stays_that() {
        FakeAuthority away = new FakeAuthority();
        away.answer = Problem.of(Kind.UNAVAILABLE, "authentication-server-unreachable", "away", Map.of());
        Access door = new Access(away, true);

        Mono<Admitted> admitted = door.admit(request("x", null));
        assertThat(Problems.of(admitted.flatMap(door::pbxUser)).status()).isEqualTo(503);
        assertThat(Problems.of(admitted.flatMap(one -> door.resolve(one, null, Scope.ONE)))
                        .status())
                .isEqualTo(503);
        assertThat(Problems.of(admitted.flatMap(door::requireMaster)).status()).isEqualTo(503);
    }

    // the master tenant: contract §5

    @Test
    void the_master_is_the_tenant_with_nobody_above_whatever_tenant_is_named() {
        for (String named : List.of("", PARENT.toString(), GRANDCHILD.toString())) {
            StepVerifier.create(access.requireMaster(admitted(request(ADMIN, named))))
                    .verifyComplete();
        }
        for (String named : List.of("", CHILD.toString(), GRANDCHILD.toString())) {
            assertNotMaster(Problems.of(access.requireMaster(admitted(request(CHILD_ADMIN, named)))));
        }
    }

    @Test
    void a_token_just_lost_is_no_masters() {
        FakeAuthority forgetful = new FakeAuthority();
        forgetful.answer = AccessProblems.lostToken(new Credential("x"));
        Access door = new Access(forgetful, true);

        assertNotMaster(Problems.of(door.admit(request("x", null)).flatMap(door::requireMaster)));
    }

    private static void assertNotMaster(Problem problem) {
        assertThat(problem.status()).isEqualTo(401);
        assertThat(problem.id()).isEqualTo("unauthorized");
        assertThat(problem.message()).isEqualTo("Unauthorized");
        assertThat(problem.details()).containsOnlyKeys("invalid_token");
    }

    private static AccessRequest request(String token, @Nullable String tenant) {
        return new AccessRequest(token, null, null, tenant, READ);
    }

    private Admitted admitted(AccessRequest request) {
        return Objects.requireNonNull(access.admit(request).block());
    }

    private Caller caller(AccessRequest request, @Nullable String tenantQuery, Scope scope) {
        return Objects.requireNonNull(
                access.resolve(admitted(request), tenantQuery, scope).block());
    }

    private Problem refusal(AccessRequest request, String tenantQuery) {
        return Problems.of(access.resolve(admitted(request), tenantQuery, Scope.TREE));
    }

    /** Accepts everything; its one owner is of tenant {@code PARENT}. */
    private static final class FakeAuthority implements Authority {

        private int tenantsChecked;
        private @Nullable Problem answer;

        @Override
        public Mono<Void> check(Credential credential, String requiredAcl, @Nullable String headerTenant) {
            return Mono.empty();
        }

        @Override
        public Mono<Token> details(Credential credential) {
            if (answer != null) {
                return Mono.error(answer.exception());
            }
            return Mono.just(new Token(credential, ADMIN_USER, Optional.empty(), PARENT, Optional.empty()));
        }

        @Override
        public Mono<Void> checkTenant(Token token, String tenant) {
            return Mono.fromRunnable(() -> tenantsChecked++);
        }

        @Override
        public Mono<Set<UUID>> tree(Token token, UUID tenant) {
            return Mono.just(Set.of(tenant));
        }

        @Override
        public Mono<Void> checkMaster(Token token) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> ready() {
            return Mono.empty();
        }
    }
}
