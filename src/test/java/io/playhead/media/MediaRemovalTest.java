package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestCall;
import io.playhead.access.Access;
import io.playhead.audit.AuditLog;
import io.playhead.cdr.CallRepository;
import io.playhead.cdr.RecordingRepository;
import io.playhead.database.ChangeNotices;
import io.playhead.http.ApiRequest;
import io.playhead.http.Query;
import io.playhead.problem.Problem;
import io.playhead.problem.ProblemException;
import io.playhead.storage.Place;
import io.playhead.storage.RecordingStore;
import io.playhead.storage.StorageFailures;
import io.playhead.storage.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Media that are deleted are gone, and said to be; and nothing is said to be deleted that is still there. */
class MediaRemovalTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final String AUTH = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
    private static final String MANY = "/1.0/cdr/recordings/media";
    private static final UUID U = RunningPlayhead.TENANT_U;
    private static final UUID O = RunningPlayhead.TENANT_O;

    /** A call with two recordings that are there. */
    private record Recorded(int call, UUID first, Path firstFile, UUID second, Path secondFile) {

        static Recorded of(UUID tenant) {
            try {
                UUID first = UUID.randomUUID();
                UUID second = UUID.randomUUID();
                Path one = Files.write(PLAYHEAD.root().resolve(first + ".wav"), StoredMedia.octets("invoice-ulaw.wav"));
                Path two = Files.write(PLAYHEAD.root().resolve(second + ".wav"), new byte[100]);
                int call = TestCall.of(tenant)
                        .recording(first, one)
                        .recording(second, two)
                        .insertInto(PLAYHEAD.database());
                return new Recorded(call, first, one, second, two);
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        }

        String media() {
            return StoredMedia.path(call, first);
        }

        boolean isWhole() {
            return Files.exists(firstFile) && Files.exists(secondFile) && !deleted(first) && !deleted(second);
        }

        boolean isGone() {
            return Files.notExists(firstFile) && Files.notExists(secondFile) && deleted(first) && deleted(second);
        }
    }

    private static boolean deleted(UUID recording) {
        return Sql.run(PLAYHEAD.database(), "SELECT path IS NULL FROM call_logd_recording WHERE uuid = ?", recording)
                .equals(List.of("t"));
    }

    private static RawHttp.Answer ask(String method, String target, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(AUTH);
        return RawHttp.once(PLAYHEAD.port(), method, target, all.toArray(String[]::new));
    }

    private static RawHttp.Answer deleteMany(String body, String... headers) {
        try (RawHttp http = RawHttp.plain(PLAYHEAD.port())) {
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            List<String> all = new ArrayList<>(List.of(headers));
            all.add(AUTH);
            all.add("Content-Length: " + octets.length);
            return http.request("DELETE", MANY, octets, all.toArray(String[]::new));
        }
    }

    private static JsonNode problem(RawHttp.Answer answer, int status, String id) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        JsonNode body = JsonMapper.shared().readTree(answer.text());
        assertThat(body.path("error_id").asString()).isEqualTo(id);
        return body.path("details");
    }

    @Test
    void what_is_deleted_is_gone_and_its_sibling_stays() {
        Recorded recorded = Recorded.of(U);
        assertThat(ask("GET", recorded.media()).status()).isEqualTo(200);

        RawHttp.Answer answer = ask("DELETE", "/api/call-logd" + recorded.media());

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(recorded.firstFile()).doesNotExist();
        assertThat(recorded.secondFile()).exists();
        problem(ask("GET", recorded.media()), 400, "recording-media-not-found");
        JsonNode recordings = JsonMapper.shared()
                .readTree(ask("GET", "/1.0/cdr/" + recorded.call()).text())
                .path("recordings");
        for (JsonNode recording : recordings) {
            assertThat(recording.path("deleted").asBoolean())
                    .isEqualTo(recording
                            .path("uuid")
                            .asString()
                            .equals(recorded.first().toString()));
        }
        assertThat(Sql.run(
                        PLAYHEAD.database(),
                        "SELECT 1 FROM playhead.recording_facts WHERE recording_uuid = ?",
                        recorded.first()))
                .isEmpty();
        assertThat(ask("DELETE", recorded.media()).status()).as("once more").isEqualTo(204);
    }

    @Test
    void a_file_that_is_missing_is_deleted() throws IOException {
        Recorded recorded = Recorded.of(U);
        Files.delete(recorded.firstFile());

        assertThat(ask("DELETE", recorded.media()).status()).isEqualTo(204);

        assertThat(deleted(recorded.first())).isTrue();
    }

    @Test
    void whoever_may_not_see_it_deletes_nothing() {
        Recorded recorded = Recorded.of(U);
        Recorded other = Recorded.of(O);

        problem(ask("DELETE", recorded.media(), "Wazo-Tenant: " + O), 404, "cdr-not-found-with-given-id");
        problem(ask("DELETE", StoredMedia.path(recorded.call(), other.first())), 404, "recording-not-found");
        problem(ask("DELETE", StoredMedia.path(999999999, other.first())), 404, "cdr-not-found-with-given-id");
        problem(
                RawHttp.once(PLAYHEAD.port(), "DELETE", recorded.media() + "?token=" + RunningPlayhead.TOKEN_M),
                401,
                "unauthorized");
        assertThat(ask("DELETE", "/1.0/users/me" + recorded.media().substring(4))
                        .status())
                .isEqualTo(405);

        assertThat(recorded.isWhole()).isTrue();
        assertThat(other.isWhole()).isTrue();
    }

    @Test
    void all_recordings_of_many_calls_are_deleted_at_once() {
        List<Recorded> recorded = List.of(Recorded.of(U), Recorded.of(O), Recorded.of(RunningPlayhead.TENANT_M));

        RawHttp.Answer answer = deleteMany("{\"cdr_ids\": [%d, %d.9, \"%d\", %d]}"
                .formatted(
                        recorded.get(0).call(),
                        recorded.get(1).call(),
                        recorded.get(2).call(),
                        recorded.get(0).call()));

        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        assertThat(recorded).allMatch(Recorded::isGone);
    }

    @Test
    void one_that_is_not_known_keeps_all_of_them() {
        Recorded mine = Recorded.of(U);
        Recorded others = Recorded.of(O);
        for (Object unknown : List.of(999999999, "99999999999999999999", -1)) {
            String ids = "{\"cdr_ids\": [%d, %s, 999999998]}".formatted(mine.call(), unknown);
            JsonNode details = problem(deleteMany(ids), 404, "cdr-not-found-with-given-id");
            assertThat(details.path("cdr_id").asString()).isEqualTo(unknown.toString());
        }
        JsonNode details = problem(
                deleteMany("{\"cdr_ids\": [%d, %d]}".formatted(others.call(), mine.call()), "Wazo-Tenant: " + O),
                404,
                "cdr-not-found-with-given-id");

        assertThat(details.path("cdr_id").asInt()).isEqualTo(mine.call());
        assertThat(mine.isWhole()).isTrue();
        assertThat(others.isWhole()).isTrue();
    }

    private static Stream<String[]> bodies() {
        String array = "{\"cdr_ids\":[{\"message\":\"Shorter than minimum length 1.\",\"constraint_id\":\"length\","
                + "\"constraint\":{\"min\":1,\"max\":null}}]}";
        String required =
                "{\"cdr_ids\":{\"message\":\"Missing data for required field.\",\"constraint_id\":\"required\","
                        + "\"constraint\":\"required\"}}";
        String integer = "{\"message\":\"Not a valid integer.\",\"constraint_id\":\"type\",\"constraint\":\"integer\"}";
        return Stream.of(
                new String[] {"{\"cdr_ids\": []}", array},
                new String[] {"{}", required},
                new String[] {"null", required},
                new String[] {"[]", required},
                new String[] {"0", required},
                new String[] {"\"\"", required},
                new String[] {"false", required},
                new String[] {
                    "{\"cdr_ids\": null}",
                    "{\"cdr_ids\":{\"message\":\"Field may not be null.\",\"constraint_id\":\"not_null\","
                            + "\"constraint\":\"not_null\"}}"
                },
                new String[] {
                    "{\"cdr_ids\": 1}",
                    "{\"cdr_ids\":{\"message\":\"Not a valid list.\",\"constraint_id\":\"type\",\"constraint\":\"list\"}}"
                },
                new String[] {
                    "{\"cdr_ids\": [1, true, \"x\", \"\"]}",
                    "{\"cdr_ids\":{\"1\":%1$s,\"2\":%1$s,\"3\":%1$s}}".formatted(integer)
                },
                new String[] {"[1]", "{\"_schema\":[\"Invalid input type.\"]}"},
                new String[] {"7", "{\"_schema\":[\"Invalid input type.\"]}"},
                new String[] {"\"text\"", "{\"_schema\":[\"Invalid input type.\"]}"});
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void a_body_that_names_no_calls_is_refused_in_the_contracts_words(String body, String details) {
        JsonNode told = problem(deleteMany(body), 400, "invalid-data");

        assertThat(JsonMapper.shared().convertValue(told, Map.class))
                .isEqualTo(JsonMapper.shared().readValue(details, Map.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|application/json",
                "{|application/json",
                "{\"cdr_ids\": [1]} more|application/json",
                "{\"cdr_ids\": [1]}|application/x-www-form-urlencoded",
                "{\"cdr_ids\": [1]}|multipart/form-data; boundary=x",
                "cdr_ids=1|text/plain",
                "NaN|application/json"
            })
    void what_cannot_be_read_is_refused_in_the_words_of_its_framework(String body, String type) {
        RawHttp.Answer answer = deleteMany(body, "Content-Type: " + type);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.text().strip())
                .isEqualTo("{\"message\":\"The browser (or proxy) sent a request that this server could not"
                        + " understand.\"}");
    }

    @Test
    void any_type_but_a_forms_is_read() {
        Recorded recorded = Recorded.of(U);

        assertThat(deleteMany("{\"cdr_ids\": [%d]}".formatted(recorded.call()), "Content-Type: text/plain")
                        .status())
                .isEqualTo(204);
        assertThat(recorded.isGone()).isTrue();
    }

    @Test
    void a_body_that_is_too_large_is_refused_before_it_is_read() {
        String ids = "1,".repeat(600_000);

        RawHttp.Answer answer = deleteMany("{\"cdr_ids\": [" + ids + "1]}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).startsWith("{\"message\":");
    }

    @Test
    void many_thousands_of_calls_are_no_matter() {
        String ids = String.join(
                ",", IntStream.range(0, 50_000).mapToObj(n -> "1000000000").toList());

        problem(deleteMany("{\"cdr_ids\": [" + ids + "]}"), 404, "cdr-not-found-with-given-id");
    }

    @Test
    void what_cannot_be_removed_is_not_said_to_be_deleted() {
        Recorded first = Recorded.of(U);
        Recorded second = Recorded.of(U);
        Recorded third = Recorded.of(U);
        RemovalHandler handler = handlerOf(new Stubborn(second.secondFile()));

        Problem one = refusal(handler.deleteOne(request(
                Map.of(
                        "cdr",
                        String.valueOf(second.call()),
                        "recording",
                        second.second().toString()),
                "null")));
        Problem many = refusal(handler.deleteMany(
                request(Map.of(), "{\"cdr_ids\": [%d, %d, %d]}".formatted(first.call(), second.call(), third.call()))));

        assertThat(one.status()).isEqualTo(500);
        assertThat(one.id()).isEqualTo("recording-media-permission-denied");
        assertThat(one.details()).containsOnlyKeys("recording_uuid", "recording_path");
        assertThat(many.id()).isEqualTo("recording-media-permission-denied");
        assertThat(many.details().get("cdr_id")).isEqualTo(second.call());
        assertThat(deleted(second.second())).as("what is still there").isFalse();
        assertThat(deleted(first.first()) && deleted(first.second()))
                .as("what came before")
                .isTrue();
        assertThat(third.isWhole()).as("what would have come after").isTrue();
    }

    @Test
    void two_who_delete_the_same_both_succeed() {
        Recorded recorded = Recorded.of(U);

        List<Integer> statuses = IntStream.range(0, 8)
                .parallel()
                .map(n -> ask("DELETE", recorded.media()).status())
                .boxed()
                .toList();

        assertThat(statuses).containsOnly(204);
        assertThat(recorded.firstFile()).doesNotExist();
    }

    private static Problem refusal(Mono<?> answer) {
        try {
            answer.block();
        } catch (ProblemException refused) {
            return refused.problem();
        }
        throw new AssertionError("it was done");
    }

    private static ApiRequest request(Map<String, String> variables, String body) {
        return new ApiRequest(
                variables,
                Query.of(null),
                name -> name.equals("X-Auth-Token") ? RunningPlayhead.TOKEN_M : null,
                "",
                Mono.fromCallable(() -> JsonMapper.shared().readTree(body)));
    }

    private static RemovalHandler handlerOf(RecordingStore store) {
        RecordingRepository recordings = PLAYHEAD.bean(RecordingRepository.class);
        RecordingRows rows = PLAYHEAD.bean(RecordingRows.class);
        return new RemovalHandler(
                PLAYHEAD.bean(Access.class),
                PLAYHEAD.bean(CallRepository.class),
                recordings,
                rows,
                new LoggedRemoval(
                        new MediaRemoval(
                                List.of(store),
                                recordings,
                                List.of(rows),
                                PLAYHEAD.bean(ChangeNotices.class),
                                PLAYHEAD.bean(TransactionalOperator.class)),
                        PLAYHEAD.bean(AuditLog.class),
                        InstantSource.system()));
    }

    /** A disk that will not let go of one file. */
    private record Stubborn(Path kept) implements RecordingStore {

        @Override
        public boolean knows(Place place) {
            return true;
        }

        @Override
        public Mono<Void> delete(Place place) {
            return place.location().equals(kept.toString()) ? Mono.error(StorageFailures.forbidden()) : Mono.empty();
        }

        @Override
        public Mono<StoredObject> open(Place place) {
            return Mono.error(new UnsupportedOperationException());
        }

        @Override
        public Mono<Place> write(UUID tenant, String name, Flux<ByteBuf> octets) {
            return Mono.error(new UnsupportedOperationException());
        }

        @Override
        public Mono<Void> ready() {
            return Mono.empty();
        }
    }
}
