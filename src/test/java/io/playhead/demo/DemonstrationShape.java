package io.playhead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the demonstration promises of its calls. */
final class DemonstrationShape {

    private DemonstrationShape() {}

    /** @param calls all, oldest first */
    static void check(List<JsonNode> calls) {
        List<JsonNode> recordings = Unconfigured.recordings(calls);
        assertThat(calls).hasSize(28);
        assertThat(calls.stream().map(call -> text(call, "conversation_id"))).doesNotHaveDuplicates();
        assertThat(calls.stream().map(call -> text(call, "tenant_uuid")).distinct())
                .containsExactlyInAnyOrder(DemonstrationAccess.PARENT.toString(), DemonstrationAccess.CHILD.toString());
        assertThat(calls.stream().map(call -> call.path("id").intValue()))
                .as("ids grow with time")
                .isSortedAccordingTo(Comparator.naturalOrder())
                .doesNotHaveDuplicates();
        assertThat(recordings).hasSize(20);
        assertThat(recordings.stream().map(recording -> text(recording, "uuid")))
                .doesNotHaveDuplicates();
        for (String state : List.of("missing", "empty", "truncated", "deleted")) {
            assertThat(recordings.stream()
                            .filter(recording -> text(recording, "state").equals(state)))
                    .as(state)
                    .hasSize(1);
        }
        assertThat(recordings.stream()
                        .filter(recording -> text(recording, "state").equals("available")))
                .hasSize(16);
        assertThat(recordings.stream().map(DemonstrationShape::length))
                .as("a long one")
                .anyMatch(length -> length.compareTo(Duration.ofMinutes(30)) >= 0);
        assertThat(calls.stream().map(call -> call.path("recordings").size())).contains(0, 1, 2);
        assertThat(calls.stream().map(call -> call.path("answered").booleanValue()))
                .contains(true, false);
    }

    static Duration length(JsonNode recording) {
        return Duration.between(
                OffsetDateTime.parse(text(recording, "start_time")), OffsetDateTime.parse(text(recording, "end_time")));
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asString();
    }
}
