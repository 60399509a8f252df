package io.playhead.access;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Our matcher against wazo-auth's way, a regular expression per grant. */
class AclPropertyTest {

    @Property(tries = 5_000)
    void the_matcher_agrees_with_the_regular_expressions(
            @ForAll("access") List<String> access, @ForAll("names") String required) {
        assertThat(Acl.of(access, "123", "s1").allow(required))
                .as("%s: %s", access, required)
                .isEqualTo(modelAllows(access, required));
    }

    @Property(tries = 500)
    void a_plain_grant_allows_itself(@ForAll("names") String name) {
        assertThat(Acl.of(List.of(name.replaceAll("[*#!]", "x")), null, null).allow(name.replaceAll("[*#!]", "x")))
                .isTrue();
    }

    @Provide
    Arbitrary<List<String>> access() {
        Arbitrary<String> grant = Arbitraries.of("a", "b", "me", "123", "my_session", "s1", "edit", "update", "")
                .list()
                .ofMaxSize(4)
                .flatMap(words ->
                        Arbitraries.of(".", ".", "*", "#", ".*.", ".#", "").map(by -> String.join(by, words)));
        Arbitrary<String> random = Arbitraries.of("a", "b", ".", "*", "#", "me")
                .list()
                .ofMaxSize(9)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(grant, random)
                .flatMap(plain -> Arbitraries.of(plain, plain, "!" + plain))
                .list()
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("a", "b", ".", ".", "me", "123", "s1", "update", "edit", "*", "#", "!")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    private static boolean modelAllows(List<String> access, String required) {
        Stream<String> refusals =
                access.stream().filter(grant -> grant.startsWith("!")).map(grant -> grant.substring(1));
        return refusals.noneMatch(grant -> modelMatches(grant, required))
                && access.stream()
                        .filter(grant -> !grant.startsWith("!"))
                        .anyMatch(grant -> modelMatches(grant, required));
    }

    private static boolean modelMatches(String grant, String required) {
        String regex = Stream.of(grant.split("\\.", -1))
                .map(AclPropertyTest::modelWord)
                .collect(joining("\\."));
        return Pattern.compile(regex, Pattern.DOTALL).matcher(required).matches();
    }

    private static String modelWord(String word) {
        return switch (word) {
            case "me" -> "(me|123)";
            case "my_session" -> "(my_session|s1)";
            case "edit" -> "(edit|update)";
            default -> word.replace("*", "[^.@]*?").replace("#", ".*?").replace('@', '#');
        };
    }
}
