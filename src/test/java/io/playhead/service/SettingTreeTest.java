package io.playhead.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

class SettingTreeTest {

    private final SettingTree tree = new SettingTree();

    private void put(String name, Object value) {
        tree.put(ConfigurationPropertyName.of(name), value);
    }

    @Test
    void names_lie_within_one_another_and_lists_are_lists() {
        put("server.port", 1);
        put("server.roots[1].path", "b");
        put("server.roots[0].path", "a");

        assertThat(tree.json())
                .isEqualTo(Map.of(
                        "server", Map.of("port", 1, "roots", List.of(Map.of("path", "a"), Map.of("path", "b")))));
    }

    /** Kubernetes puts such variables into the environment: SERVER_PORT, SERVER_PORT_80_TCP. */
    @Test
    void a_value_that_has_names_below_it_is_left_out_whichever_comes_first() {
        put("server.port", "tcp://10.0.0.1:80");
        put("server.port.80.tcp", "x");
        put("server.port", "tcp://10.0.0.1:80");

        assertThat(tree.json()).isEqualTo(Map.of("server", Map.of("port", Map.of("80", Map.of("tcp", "x")))));
    }
}
