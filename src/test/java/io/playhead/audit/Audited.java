package io.playhead.audit;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Playhead for whom a playback has ended after a second, and a writer been lost after three. Started once in a run. */
final class Audited {

    static final RunningPlayhead PLAYHEAD = start();

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final JsonMapper JSON = JsonMapper.shared();

    private Audited() {}

    private static RunningPlayhead start() {
        RunningPlayhead playhead = RunningPlayhead.start(Map.of(
                "playhead.audit.idle", "1s",
                "playhead.audit.heartbeat", "500ms",
                "playhead.http.trusted-proxies", "127.0.0.2"));
        Runtime.getRuntime().addShutdownHook(new Thread(playhead::close));
        return playhead;
    }

    /** A recording that somebody may hear. @param path of its media */
    record Recorded(int call, UUID uuid, String path) {}

    static Recorded recorded(RunningPlayhead playhead, UUID tenant, int length) {
        try {
            UUID uuid = UUID.randomUUID();
            byte[] unknown = new byte[length];
            Arrays.fill(unknown, (byte) 1);
            Path file = Files.write(playhead.root().resolve(uuid + ".wav"), unknown);
            int call = TestCall.of(tenant)
                    .participant(RunningPlayhead.USER_1, 1, "source", true, false)
                    .recording(uuid, file)
                    .insertInto(playhead.database());
            return new Recorded(call, uuid, "/1.0/cdr/" + call + "/recordings/" + uuid + "/media");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Recorded recorded(UUID tenant, int length) {
        return recorded(PLAYHEAD, tenant, length);
    }

    static String auth(String token) {
        return "X-Auth-Token: " + token;
    }

    static RawHttp.Answer get(String target, String... headers) {
        return RawHttp.once(PLAYHEAD.port(), "GET", target, headers);
    }

    static JsonNode page(String token, String target) {
        RawHttp.Answer answer = get(target, auth(token));
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return JSON.readTree(answer.body());
    }

    static List<JsonNode> items(String token, String target) {
        List<JsonNode> items = new ArrayList<>();
        page(token, target).path("items").forEach(items::add);
        return items;
    }

    static List<JsonNode> listens(Recorded recorded) {
        return items(RunningPlayhead.TOKEN_M, "/1.0/recordings/" + recorded.uuid() + "/listens");
    }

    /** The last of a recording's playbacks to have ended is told of. */
    static List<JsonNode> listensWhenEnded(Recorded recorded, int playbacks) {
        Eventually.holds(
                "playbacks have ended",
                LIMIT,
                () -> listens(recorded).stream()
                                .filter(entry -> is(entry, "listen.ended"))
                                .count()
                        == playbacks);
        return listens(recorded);
    }

    /** Looks until there is such an entry among the newest of all. */
    static JsonNode eventually(String query, Predicate<JsonNode> wanted) {
        List<JsonNode> found = new ArrayList<>();
        Eventually.holds("an entry for " + query, LIMIT, () -> {
            found.clear();
            items(RunningPlayhead.TOKEN_M, "/1.0/audit?recurse=true&limit=1000&" + query).stream()
                    .filter(wanted)
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    static boolean is(JsonNode entry, String action) {
        return entry.path("action").asString().equals(action);
    }

    /** In the order in which they were written. */
    static JsonNode only(List<JsonNode> entries, String action) {
        List<JsonNode> such =
                entries.stream().filter(entry -> is(entry, action)).toList();
        if (such.size() != 1) {
            throw new AssertionError(such.size() + " of " + action + ": " + such);
        }
        return such.getFirst();
    }
}
