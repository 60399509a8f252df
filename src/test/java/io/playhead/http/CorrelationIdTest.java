package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationIdTest {

    private static final String LONGEST = "a".repeat(64);

    @ParameterizedTest
    @ValueSource(strings = {"a", "Aa0._-", "7e0a2f4c-3a51-4cbb-9d9a-1c0c2f1f6e11"})
    void a_sound_id_is_kept(String id) {
        assertThat(CorrelationId.of(id, null)).hasToString(id);
        assertThat(CorrelationId.of(null, id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "a\u0000", "<script>", "\u00e9", "a,b", "a/b"})
    void an_unsound_id_is_replaced(String id) {
        assertThat(CorrelationId.of(id, id).value()).matches("[0-9a-f]{32}");
        assertThatThrownBy(() -> new CorrelationId(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_long_id_is_replaced() {
        assertThat(CorrelationId.of(LONGEST, null)).hasToString(LONGEST);
        assertThat(CorrelationId.of(LONGEST + "a", null).value()).hasSize(32);
    }

    @Test
    void the_first_sound_name_counts() {
        assertThat(CorrelationId.of(
                        new DefaultHttpHeaders().add("X-Request-Id", "r").add("x-correlation-id", "c")))
                .hasToString("c");
        assertThat(CorrelationId.of("not sound", "r")).hasToString("r");
        assertThat(CorrelationId.of(new DefaultHttpHeaders()).value()).hasSize(32);
    }

    @Test
    void fresh_ids_differ() {
        Set<CorrelationId> seen = new HashSet<>();
        for (int time = 0; time < 10_000; time++) {
            assertThat(seen.add(CorrelationId.fresh())).isTrue();
        }
    }

    @Property
    void whatever_comes_the_id_is_sound(@ForAll String correlation, @ForAll String request) {
        assertThat(CorrelationId.of(correlation, request).value()).matches("[A-Za-z0-9._-]{1,64}");
    }
}
