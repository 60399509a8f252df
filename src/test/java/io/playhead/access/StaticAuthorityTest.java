package io.playhead.access;

import static io.playhead.access.StaticWorld.ADMIN;
import static io.playhead.access.StaticWorld.CHILD;
import static io.playhead.access.StaticWorld.CHILD_ADMIN;
import static io.playhead.access.StaticWorld.CLOCK;
import static io.playhead.access.StaticWorld.EXPIRED;
import static io.playhead.access.StaticWorld.NON_ASCII;
import static io.playhead.access.StaticWorld.PARENT;
import static io.playhead.access.StaticWorld.TENANTS;
import static io.playhead.access.StaticWorld.TOKENS;
import static io.playhead.access.StaticWorld.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class StaticAuthorityTest implements AuthorityContract {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private StaticAuthority authority;

    private Path file() {
        return folder.resolve("access.yml");
    }

    @BeforeEach
    void open() {
        authority = StaticWorld.authority(folder);
    }

    @AfterEach
    void close() {
        authority.close();
    }

    @Override
    public Authority authority() {
        return authority;
    }

    @Override
    public Credential administrator() {
        return new Credential(ADMIN);
    }

    @Override
    public Credential user() {
        return new Credential(USER);
    }

    @Test
    void an_expired_token_is_not_found_from_that_instant_on() {
        Problems.assertUnauthorized(Problems.of(check(EXPIRED)), "not_found_or_expired");
        Problems.assertUnauthorized(Problems.of(authority.details(new Credential(EXPIRED))), "not_found_or_expired");
        StepVerifier.create(check(NON_ASCII)).verifyComplete();

        try (StaticAuthority later = StaticWorld.authority(folder, Clock.offset(CLOCK, Duration.ofSeconds(1)))) {
            Problems.assertUnauthorized(
                    Problems.of(later.check(new Credential(NON_ASCII), READ, null)), "not_found_or_expired");
        }
    }

    @Test
    void a_refusal_of_the_acl_holds() {
        Problems.assertUnauthorized(
                Problems.of(authority.check(new Credential(CHILD_ADMIN), "call-logd.secret", null)),
                "missing_permission_or_invalid_tenant");
    }

    @Test
    void a_token_without_a_user_acts_as_the_same_somebody_every_time() {
        Mono<Token> token = authority.details(new Credential(CHILD_ADMIN));

        StepVerifier.create(token.zipWith(token))
                .assertNext(twice -> assertThat(twice.getT1().user())
                        .isEqualTo(twice.getT2().user())
                        .isNotEqualTo(StaticWorld.ADMIN_USER))
                .verifyComplete();
    }

    @Test
    void a_changed_file_is_read_again() {
        String fresh = "a-token-of-tomorrow";
        Problems.assertUnauthorized(Problems.of(check(fresh)), "not_found_or_expired");

        StaticWorld.write(file(), TENANTS + TOKENS + StaticWorld.token(fresh, CHILD, "acl: ['#']"));
        authority.refresh();
        StepVerifier.create(check(fresh)).verifyComplete();

        StaticWorld.write(file(), TENANTS);
        authority.refresh();
        Problems.assertUnauthorized(Problems.of(check(ADMIN)), "not_found_or_expired");
    }

    @Test
    void a_broken_or_missing_file_leaves_the_last_good_one() throws IOException {
        StaticWorld.write(file(), TENANTS + "tokens:\n  - {sha256: no}");
        authority.refresh();
        StepVerifier.create(check(ADMIN)).verifyComplete();

        Files.delete(file());
        authority.refresh();
        authority.refresh();
        StepVerifier.create(check(ADMIN)).verifyComplete();

        StaticWorld.write(file(), TENANTS);
        authority.refresh();
        Problems.assertUnauthorized(Problems.of(check(ADMIN)), "not_found_or_expired");
    }

    @Test
    void it_is_not_ready_while_its_file_is_gone() throws IOException {
        Files.delete(file());
        authority.refresh();
        StepVerifier.create(authority.ready()).verifyError();

        StaticWorld.write(file(), TENANTS + TOKENS);
        authority.refresh();
        StepVerifier.create(authority.ready()).verifyComplete();
    }

    @Test
    void a_file_put_in_the_others_place_is_noticed_with_the_same_size_and_time() throws IOException {
        Path other = StaticWorld.write(
                folder.resolve("other.yml"),
                (TENANTS + TOKENS).replace(new Credential(ADMIN).sha256(), new Credential("another").sha256()));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file()));
        assertThat(Files.size(other)).isEqualTo(Files.size(file()));

        Files.move(other, file(), StandardCopyOption.REPLACE_EXISTING);
        authority.refresh();

        StepVerifier.create(check("another")).verifyComplete();
    }

    @Test
    void a_tenant_taken_away_is_out_of_reach_at_once() {
        Token token =
                new Token(new Credential(ADMIN), StaticWorld.ADMIN_USER, Optional.empty(), PARENT, Optional.empty());
        StaticWorld.write(file(), "tenants: [{uuid: " + PARENT + "}]");
        authority.refresh();

        Problems.assertForeignTenant(Problems.of(authority.tree(token, CHILD)), CHILD.toString());
    }

    @Test
    void the_file_is_watched_until_closed() throws InterruptedException {
        authority.watch(Duration.ofMillis(10));
        StaticWorld.write(file(), TENANTS);
        assertThat(comesTrue(() -> knows(ADMIN), false)).isTrue();

        authority.close();
        StaticWorld.write(file(), TENANTS + TOKENS);
        Thread.sleep(100);
        assertThat(knows(ADMIN)).isFalse();
    }

    @Test
    void a_start_without_a_good_file_names_property_and_field() {
        assertThatThrownBy(() -> new StaticAuthority(folder.resolve("none.yml"), CLOCK, IssuedTokens.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("playhead.access.static.file")
                .hasMessageContaining("none.yml");

        StaticWorld.write(file(), TENANTS + "tokens: [{sha256: 12}]");
        assertThatThrownBy(() -> new StaticAuthority(file(), CLOCK, IssuedTokens.NONE))
                .hasMessageContaining("playhead.access.static.file")
                .hasMessageContaining("tokens[0].sha256: not a SHA-256");
    }

    private Mono<Void> check(String token) {
        return authority.check(new Credential(token), READ, null);
    }

    private boolean knows(String token) {
        @Nullable
        Boolean known = check(token).thenReturn(true).onErrorReturn(false).block();
        return Boolean.TRUE.equals(known);
    }

    private static boolean comesTrue(BooleanSupplier state, boolean wanted) throws InterruptedException {
        for (int round = 0; round < 500 && state.getAsBoolean() != wanted; round++) {
            Thread.sleep(10);
        }
        return state.getAsBoolean() == wanted;
    }
}
