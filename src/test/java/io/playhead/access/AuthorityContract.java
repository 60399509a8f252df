package io.playhead.access;

import static io.playhead.access.StaticWorld.CHILD;
import static io.playhead.access.StaticWorld.GRANDCHILD;
import static io.playhead.access.StaticWorld.PARENT;
import static io.playhead.access.StaticWorld.PERSON;
import static io.playhead.access.StaticWorld.STRANGER;
import static io.playhead.access.StaticWorld.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.problem.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What every {@link Authority} keeps to that knows the tenants of {@link StaticWorld}. */
public interface AuthorityContract {

    String READ = "call-logd.cdr.read";

    Authority authority();

    /** May {@code call-logd.#}, of tenant {@code PARENT}. */
    Credential administrator();

    /** May {@code call-logd.users.me.#}; is {@code PERSON} of tenant {@code CHILD}. */
    Credential user();

    @Test
    default void a_good_token_passes() {
        passes(administrator(), READ, null);
        passes(user(), "call-logd.users.me.cdr.read", null);
        passes(user(), "call-logd.users." + PERSON + ".cdr.read", null);
    }

    @Test
    default void nothing_is_decided_before_it_is_subscribed_to() {
        assertThat(authority().check(new Credential("unknown"), READ, null)).isNotNull();
        assertThat(authority().details(new Credential("unknown"))).isNotNull();
    }

    @Test
    default void an_unknown_token_is_not_found_whatever_it_asks_for() {
        for (String token : List.of("unknown", "../../x?a=b#c", "é\u0000🎧\ud800", "x".repeat(10_240), " ")) {
            Credential credential = new Credential(token);
            Problem problem = Problems.of(authority().check(credential, READ, "garbage"));

            Problems.assertUnauthorized(problem, "not_found_or_expired");
            assertThat(List.copyOf(problem.details().keySet()))
                    .isEqualTo(List.of("invalid_token", "reason", "required_access"));
            assertThat(problem.details().get("required_access")).isEqualTo(READ);
        }
    }

    @Test
    default void details_of_an_unknown_token_name_no_access() {
        Problem problem = Problems.of(authority().details(new Credential("unknown")));

        Problems.assertUnauthorized(problem, "not_found_or_expired");
        assertThat(List.copyOf(problem.details().keySet())).isEqualTo(List.of("invalid_token", "reason"));
    }

    @Test
    default void access_that_is_not_granted_is_refused() {
        Problem problem = Problems.of(authority().check(user(), READ, null));

        Problems.assertUnauthorized(problem, "missing_permission_or_invalid_tenant");
        assertThat(List.copyOf(problem.details().keySet()))
                .isEqualTo(List.of("invalid_token", "reason", "required_access", "tenant_uuid"));
        assertThat(problem.details().get("required_access")).isEqualTo(READ);
        assertThat((Object) problem.details().get("tenant_uuid")).isNull();
    }

    @Test
    default void a_header_tenant_is_the_own_one_or_below() {
        passes(administrator(), READ, PARENT.toString());
        passes(administrator(), READ, CHILD.toString());
        passes(administrator(), READ, GRANDCHILD.toString());
        for (String tenant : List.of(STRANGER.toString(), UNKNOWN.toString(), "garbage", "1-1-1-1-1", "' or 1=1")) {
            Problem problem = Problems.of(authority().check(administrator(), READ, tenant));
            Problems.assertUnauthorized(problem, "missing_permission_or_invalid_tenant");
            assertThat(problem.details().get("tenant_uuid")).isEqualTo(tenant);
        }
        Problems.assertUnauthorized(
                Problems.of(authority().check(user(), "call-logd.users.me.cdr.read", PARENT.toString())),
                "missing_permission_or_invalid_tenant");
    }

    @Test
    default void details_are_the_owners() {
        StepVerifier.create(authority().details(user()))
                .assertNext(token -> {
                    assertThat(token.user()).isEqualTo(PERSON);
                    assertThat(token.pbxUser()).contains(PERSON);
                    assertThat(token.tenant()).isEqualTo(CHILD);
                })
                .verifyComplete();
        StepVerifier.create(authority().details(administrator()))
                .assertNext(token -> assertThat(token.pbxUser()).isEmpty())
                .verifyComplete();
    }

    @Test
    default void a_tenant_is_checked_like_the_header() {
        Token token = token(administrator());

        StepVerifier.create(authority().checkTenant(token, GRANDCHILD.toString()))
                .verifyComplete();
        for (String tenant : List.of(STRANGER.toString(), UNKNOWN.toString(), "", "garbage", "x".repeat(10_240))) {
            Problems.assertForeignTenant(Problems.of(authority().checkTenant(token, tenant)), tenant);
        }
    }

    @Test
    default void a_tree_is_the_tenant_and_all_below() {
        Token token = token(administrator());

        assertThat(tree(token, PARENT)).containsExactlyInAnyOrder(PARENT, CHILD, GRANDCHILD);
        assertThat(tree(token, CHILD)).containsExactlyInAnyOrder(CHILD, GRANDCHILD);
        assertThat(tree(token, GRANDCHILD)).containsExactly(GRANDCHILD);
    }

    @Test
    default void the_tree_of_another_tenant_is_refused() {
        Token token = token(administrator());

        Problems.assertForeignTenant(Problems.of(authority().tree(token, STRANGER)), STRANGER.toString());
        Problems.assertForeignTenant(Problems.of(authority().tree(token, UNKNOWN)), UNKNOWN.toString());
    }

    @Test
    default void the_master_is_the_tenant_above_all() {
        StepVerifier.create(authority().checkMaster(token(administrator()))).verifyComplete();

        Problem problem = Problems.of(authority().checkMaster(token(user())));
        assertThat(problem.status()).isEqualTo(401);
        assertThat(problem.id()).isEqualTo("unauthorized");
        assertThat(problem.details()).containsOnlyKeys("invalid_token");
    }

    @Test
    default void it_works() {
        StepVerifier.create(authority().ready()).verifyComplete();
    }

    private void passes(Credential credential, String access, @Nullable String tenant) {
        StepVerifier.create(authority().check(credential, access, tenant)).verifyComplete();
    }

    private Token token(Credential credential) {
        return Objects.requireNonNull(authority().details(credential).block());
    }

    private Set<UUID> tree(Token token, UUID tenant) {
        return Objects.requireNonNull(authority().tree(token, tenant).block());
    }
}
