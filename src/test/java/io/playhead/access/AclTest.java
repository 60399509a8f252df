package io.playhead.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AclTest {

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        // the examples of contract §7
        "foo.#.me, foo.bar.me, true",
        "foo.#.me, foo.bar.123, true",
        "foo.#.me, foo.bar, false",
        "foo.#.me, foo.bar.me.titi, false",
        "foo.*.bar !foo.123.bar, foo.me.bar, true",
        "foo.*.bar !foo.123.bar, foo.123.bar, false",
        "!*.bar foo.bar, foo.bar, false",
        "!foo.me.bar.# foo.me.bar.123, foo.me.bar.123, false",
        "foo.bar.#.titi, foo.bar.toto.tata.titi, true",
        "foo.bar.#.titi, foo.bar.titi, false",
        "foo.bar.#, foo.bar, false",
        "foo.bar.#, foo.bar., true",
        // whole names
        "foo.bar, foo.bar, true",
        "foo.bar, foo.bar.toto, false",
        "foo.bar, xfoo.bar, false",
        "foo.bar, fooxbar, false",
        // a star stays within a word and may be empty
        "foo.*, foo.bar, true",
        "foo.*, foo., true",
        "foo.*, foo.bar.toto, false",
        "foo.b*r, foo.br, true",
        "foo.*.*, foo.bar.toto, true",
        "foo.*, foo.#, false",
        "*, foo, true",
        "*, foo.bar, false",
        "#, foo.bar, true",
        "foo#, foobar.toto, true",
        // in the required name everything is plain
        "foo.bar.#, foo.bar.*, true",
        "foo.bar.toto, foo.bar.*, false",
        "foo.bar.toto, foo.bar.#, false",
        "foo.123, foo.me, false",
        "foo.bar, !foo.bar, false",
        "!foo.bar, !foo.bar, false",
        // reserved words
        "foo.me, foo.123, true",
        "foo.me, foo.1234, false",
        "foo.me.bar, foo.123.bar, true",
        "me, 123, true",
        "foo.xme, foo.x123, false",
        "foo.me_too, foo.123_too, false",
        "foo.*me, foo.123, false",
        "foo.my_session, foo.abc, true",
        "foo.my_session, foo.my_session, true",
        "foo.edit, foo.edit, true",
        "foo.edit, foo.update, true",
        "foo.update, foo.edit, false",
        "!foo.edit foo.#, foo.update, false",
        // refusals win whatever the order
        "foo.bar !foo.bar, foo.bar, false",
        "!foo.bar foo.#, foo.toto, true",
        "!foo.bar, foo.toto, false",
        // default policies
        "call-logd.#, call-logd.cdr.12.read, true",
        "call-logd.#, call_logd.config.read, false",
        "call-logd.users.me.#, call-logd.users.me.cdr.read, true",
        "call-logd.users.me.#, call-logd.users.123.cdr.read, true",
        "call-logd.users.me.#, call-logd.users.456.cdr.read, false",
    })
    void a_required_name_is_allowed(String access, String required, boolean allowed) {
        assertThat(acl(access.split(" ")).allow(required)).isEqualTo(allowed);
    }

    @Test
    void nothing_is_granted_by_nothing() {
        assertThat(acl().allow("foo")).isFalse();
        assertThat(acl("").allow("foo")).isFalse();
    }

    @Test
    void who_asks_for_nothing_is_allowed() {
        assertThat(acl().allow(null)).isTrue();
    }

    @Test
    void without_an_identity_reserved_words_are_plain() {
        Acl nobody = Acl.of(List.of("foo.me", "bar.my_session"), null, null);

        assertThat(nobody.allow("foo.me")).isTrue();
        assertThat(nobody.allow("foo.")).isFalse();
        assertThat(nobody.allow("bar.my_session")).isTrue();
    }

    @Test
    @Timeout(10)
    void thousands_of_stars_cost_no_more_than_their_number() {
        String name = "a".repeat(300) + ".b";
        Acl hostile = acl(
                "*a".repeat(5_000),
                "#a".repeat(5_000),
                "*".repeat(50_000) + "c",
                "#*".repeat(50_000) + "c",
                "*a".repeat(150) + "#a".repeat(149) + "c",
                "#a#".repeat(250) + "x",
                "*a*".repeat(299) + ".*c",
                "#.me".repeat(5_000));

        long start = System.nanoTime();
        for (int round = 0; round < 100; round++) {
            assertThat(hostile.allow(name)).isFalse();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(acl("*a".repeat(300) + "*.b").allow(name)).isTrue();
    }

    private static Acl acl(String... access) {
        return Acl.of(List.of(access), "123", "abc");
    }
}
