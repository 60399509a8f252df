package io.playhead.access;

import static io.playhead.access.StaticWorld.CHILD;
import static io.playhead.access.StaticWorld.PARENT;
import static io.playhead.access.StaticWorld.TENANTS;
import static io.playhead.access.StaticWorld.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class StaticFileTest {

    private static final String DIGEST = new Credential("x").sha256();

    @Test
    void the_example_of_the_manual_is_good() throws java.io.IOException {
        String page = java.nio.file.Files.readString(java.nio.file.Path.of("src/docs/access.md"));
        String example = page.split("```(yaml)?\n")[1];

        StaticSnapshot read = StaticFile.read(example.getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(read.tokens()).hasSize(2);
    }

    @Test
    void an_empty_file_is_refused_and_empty_lists_are_not() {
        refuses("", "not one document of tenants and tokens");
        refuses("# nothing\n", "not one document of tenants and tokens");
        assertThat(read("tenants: []\ntokens: []\n").tokens()).isEmpty();
        assertThat(read("tenants:\ntokens:\n").tokens()).isEmpty();
        assertThat(read("tenants:\n  - uuid: " + PARENT + "\n    parent:\n")
                        .tenants()
                        .knows(PARENT))
                .isTrue();
    }

    @Test
    void broken_yaml_is_refused_by_its_line() {
        refuses("tenants:\n  - {uuid: x", "line 2", "expected ',' or '}'");
        refuses("tenants: @\n", "line 1");
        refuses("tenants: []\ntenants: []\n", "line 2", "Duplicate");
        refuses("tenants: []\n---\ntokens: []\n", "line", "not one document of tenants and tokens");
        refuses("tokens:\n  - sha256: x\n   tenant: y\n", "line 3");
    }

    @Test
    void an_unknown_field_is_refused_by_its_place() {
        refuses("tenants: []\ntoken: []\n", "token: unknown field", "tokens");
        refuses("tokens:\n  - {token: secret-one}\n", "tokens[0].token: unknown field", "sha256");
    }

    @Test
    void a_wrong_shape_is_refused_without_repeating_the_line() {
        refuses("tenants: nothing\n", "tenants: has the wrong shape");
        refuses("tokens:\n  - my-secret-token\n", "tokens[0]: has the wrong shape");
        refuses("tokens:\n  - {acl: my-secret}\n", "tokens[0].acl: has the wrong shape");
    }

    @Test
    void what_is_missing_is_named() {
        refuses("tenants: [{name: x}]", "tenants[0].uuid: is missing");
        refuses("tenants: [null]", "tenants[0]: is missing");
        refuses("tokens: [{acl: []}]", "tokens[0].sha256: is missing");
        refuses("tokens: [{sha256: " + DIGEST + ", acl: []}]", "tokens[0].tenant: is missing");
        refuses(TENANTS + "tokens: [{sha256: " + DIGEST + ", tenant: " + PARENT + "}]", "tokens[0].acl: is missing");
        refuses(
                TENANTS + "tokens: [{sha256: " + DIGEST + ", tenant: " + PARENT + ", acl: [a, null]}]",
                "tokens[0].acl[1]: is missing");
    }

    @Test
    void a_bad_value_is_named() {
        refuses("tenants: [{uuid: 1-1-1-1-1}]", "tenants[0].uuid: not a UUID");
        refuses("tenants: [{uuid: " + PARENT + ", parent: x}]", "tenants[0].parent: not a UUID");
        for (String digest : new String[] {"plain-token", DIGEST + "0", "g" + DIGEST.substring(1)}) {
            refuses(
                    TENANTS + "tokens: [{sha256: " + digest + ", tenant: " + PARENT + ", acl: []}]",
                    "tokens[0].sha256: not a SHA-256");
        }
        refuses(TENANTS + token("user: me"), "tokens[0].user: not a UUID");
        refuses(TENANTS + token("pbx_user: me"), "tokens[0].pbx_user: not a UUID");
        refuses(TENANTS + token("expires: tomorrow"), "tokens[0].expires: not a time");
        refuses(TENANTS + token("expires: 2030-01-01T00:00:00"), "tokens[0].expires: not a time");
    }

    @Test
    void tenants_that_contradict_each_other_are_named() {
        refuses("tenants: [{uuid: " + PARENT + "}, {uuid: " + PARENT + "}]", "tenants[1].uuid", "twice");
        refuses(
                "tenants: [{uuid: " + PARENT + ", parent: " + UNKNOWN + "}]",
                "tenants[0].parent: unknown tenant " + UNKNOWN);
        refuses("tenants: [{uuid: " + PARENT + ", parent: " + PARENT + "}]", "tenants[0].parent: a cycle", "" + PARENT);
        refuses(
                "tenants: [{uuid: %s, parent: %s}, {uuid: %s, parent: %s}]".formatted(PARENT, CHILD, CHILD, PARENT),
                "tenants[0].parent: a cycle of parents: [" + PARENT + ", " + CHILD + "]");
        refuses(
                TENANTS + "tokens: [{sha256: " + DIGEST + ", tenant: " + UNKNOWN + ", acl: []}]",
                "tokens[0].tenant: unknown tenant " + UNKNOWN);
    }

    @Test
    void a_token_is_there_once_however_its_digest_is_written() {
        String one = "{sha256: %s, tenant: " + PARENT + ", acl: []}";
        refuses(
                TENANTS + "tokens: [" + one.formatted(DIGEST) + "," + one.formatted(DIGEST.toUpperCase(Locale.ROOT))
                        + "]",
                "tokens[1].sha256: the same as tokens[0].sha256");
    }

    @Test
    void a_digest_that_looks_like_a_number_is_a_digest() {
        String odd = "1".repeat(62) + "e1";
        assertThat(read(TENANTS + "tokens: [{sha256: " + odd + ", tenant: " + PARENT + ", acl: []}]")
                        .tokens())
                .containsOnlyKeys(TokenDigest.parse(odd));
    }

    @Test
    void twenty_thousand_tokens_are_not_too_many() {
        StringBuilder yaml = new StringBuilder(TENANTS).append("tokens:\n");
        for (int number = 0; number < 20_000; number++) {
            yaml.append(StaticWorld.token("token-" + number, PARENT, "acl: [call-logd.#, confd.#, calld.users.me.#]"));
        }
        assertThat(read(yaml.toString()).tokens()).hasSize(20_000);
    }

    private static String token(String field) {
        return "tokens: [{sha256: " + DIGEST + ", tenant: " + PARENT + ", acl: [], " + field + "}]";
    }

    private static StaticSnapshot read(String yaml) {
        return StaticFile.read(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuses(String yaml, String... words) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(StaticFileException.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContainingAny("secret-one", "my-secret", "plain-token");
    }
}
