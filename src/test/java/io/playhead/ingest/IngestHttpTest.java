package io.playhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recordings that are sent: all of one or nothing of it. */
class IngestHttpTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_U1;
    private static final byte[] WAVE = SentForm.wave(40_000, 1);

    private final RunningPlayhead playhead = RunningPlayhead.shared();
    private final Monitor monitor = Monitor.of(playhead, RunningPlayhead.TENANT_U);
    private final UUID uuid = UUID.randomUUID();
    private final Set<String> before = monitor.files();

    private Answer post(String call, byte[] media, String... headers) {
        return SentForm.of(call, media, headers).post(playhead.port(), TOKEN);
    }

    private static JsonNode json(Answer answer) {
        return JsonMapper.shared().readTree(answer.text());
    }

    private static void assertProblem(Answer answer, int status, String id) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(json(answer).path("error_id").asString()).isEqualTo(id);
    }

    private void nothingIsLeft() {
        Eventually.holds("nothing is left", SOON, () -> monitor.files().equals(before));
        assertThat(monitor.rows(uuid)).isZero();
    }

    private Answer get(String target, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = TOKEN;
        return RawHttp.once(playhead.port(), "GET", target, all);
    }

    @Test
    void a_call_and_its_recording_are_there_at_once() {
        Answer answer = post(SentForm.call(uuid), WAVE, "Content-Type: audio/wav");

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        JsonNode body = json(answer);
        CRC32 crc = new CRC32();
        crc.update(WAVE);
        assertThat(body.path("uuid").asString()).isEqualTo(uuid.toString());
        assertThat(body.path("state").asString()).isEqualTo("available");
        assertThat(body.path("size").asInt()).isEqualTo(WAVE.length);
        assertThat(body.at("/digests/sha-256").asString())
                .isEqualTo(HexFormat.of().formatHex(SentForm.sha256(WAVE)));
        assertThat(body.at("/digests/crc-32").asString()).isEqualTo("%08x".formatted(crc.getValue()));
        assertThat(body.path("start_time").asString()).isEqualTo("2026-11-27T10:00:04Z");
        assertThat(body.path("end_time").asString()).isEqualTo("2026-11-27T10:00:09Z");
        int call = body.path("cdr_id").asInt();
        assertThat(answer.header("location")).isEqualTo("/1.0/cdr/" + call + "/recordings/" + uuid);
        assertThat(get(answer.header("location") + "/media").body()).isEqualTo(WAVE);
        JsonNode cdr = json(get("/1.0/cdr/" + call));
        assertThat(cdr.path("source_name").asString()).isEqualTo("Ölga");
        assertThat(cdr.path("tenant_uuid").asString()).isEqualTo(RunningPlayhead.TENANT_U.toString());
        assertThat(cdr.path("answered").asBoolean()).isTrue();
        assertThat(cdr.path("destination_user_uuid").asString()).isEqualTo(RunningPlayhead.USER_1.toString());
        assertThat(cdr.path("tags").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(cdr.at("/destination_details/user_name").asString()).isEqualTo("Bob");
        assertThat(json(get("/1.0/cdr?recorded=true&conversation_id=" + SentForm.conversation(uuid)))
                        .path("filtered")
                        .asInt())
                .isEqualTo(1);
        Set<String> now = new TreeSet<>(monitor.files());
        now.removeAll(before);
        assertThat(now).containsExactly(uuid + ".wav");
        Eventually.holds(
                "it is told",
                SOON,
                () -> json(get("/1.0/audit?action=recording.made&recording_uuid=" + uuid))
                                .at("/items/0/details/octets")
                                .asInt()
                        == WAVE.length);
    }

    /** A call can be sent as it was got. */
    @Test
    void a_call_in_the_words_of_the_api_makes_one_like_it() {
        Answer first = post(SentForm.call(uuid), WAVE);
        JsonNode got = json(get("/1.0/cdr/" + json(first).path("cdr_id").asInt()));

        Answer again = post(got.toString(), WAVE);

        assertThat(again.status()).as(again.text()).isEqualTo(201);
        JsonNode made = json(get("/1.0/cdr/" + json(again).path("cdr_id").asInt()));
        got.propertyNames().stream()
                .filter(name -> !Set.of("id", "recordings").contains(name))
                .forEach(name -> assertThat(made.path(name)).as(name).isEqualTo(got.path(name)));
    }

    @Test
    void a_recording_is_added_to_a_call_of_the_tenant_and_of_no_other() {
        int call = TestCall.of(RunningPlayhead.TENANT_U).insertInto(playhead.database());
        int other = TestCall.of(RunningPlayhead.TENANT_X).insertInto(playhead.database());
        String form = "{\"cdr_id\": %d, \"recording\": {\"uuid\": \"%s\", \"start_time\": \"2026-11-27T10:00:00Z\"}}";

        assertProblem(post(form.formatted(other, uuid), WAVE), 404, "cdr-not-found-with-given-id");
        nothingIsLeft();
        Answer answer = post(form.formatted(call, uuid), WAVE);

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(json(answer).path("cdr_id").asInt()).isEqualTo(call);
        assertThat(get("/1.0/cdr/" + call + "/recordings/" + uuid + "/media").body())
                .isEqualTo(WAVE);
    }

    @Test
    void the_same_again_is_answered_as_the_first_time_and_others_are_refused() {
        Answer first = post(SentForm.call(uuid), WAVE);
        Set<String> files = monitor.files();

        Answer again = post(SentForm.call(uuid), WAVE);
        Answer other = post(SentForm.call(uuid), SentForm.wave(100, 2));
        Answer foreign = SentForm.of(SentForm.call(uuid), WAVE)
                .post(playhead.port(), "X-Auth-Token: " + RunningPlayhead.TOKEN_X);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("location")).isEqualTo(first.header("location"));
        assertProblem(other, 409, "recording-conflict");
        assertProblem(foreign, 409, "recording-conflict");
        assertThat(foreign.text()).doesNotContain("cdr_id");
        Eventually.holds("no file is left", SOON, () -> monitor.files().equals(files));
        assertThat(monitor.rows(uuid)).isEqualTo(3);
        assertThat(get(first.header("location") + "/media").body()).isEqualTo(WAVE);
    }

    @Test
    void of_many_at_once_one_wins_and_no_file_is_mixed() {
        List<CompletableFuture<Answer>> sent = IntStream.range(0, 8)
                .mapToObj(index -> CompletableFuture.supplyAsync(
                        () -> post(SentForm.call(uuid), SentForm.wave(20_000, index % 2)), Thread::startVirtualThread))
                .toList();

        List<Answer> answers = sent.stream().map(CompletableFuture::join).toList();

        List<Integer> made = IntStream.range(0, 8)
                .filter(index -> answers.get(index).status() == 201)
                .boxed()
                .toList();
        assertThat(made).hasSize(1);
        int winner = made.getFirst();
        for (int index = 0; index < 8; index++) {
            if (index != winner) {
                assertThat(answers.get(index).status()).isEqualTo(index % 2 == winner % 2 ? 200 : 409);
            }
        }
        assertThat(get(answers.get(winner).header("location") + "/media").body())
                .isEqualTo(SentForm.wave(20_000, winner % 2));
        Set<String> now = new TreeSet<>(monitor.files());
        now.removeAll(before);
        assertThat(now).containsExactly(uuid + ".wav");
        assertThat(monitor.rows(uuid)).isEqualTo(3);
    }

    @Test
    void what_lies_under_the_name_already_is_not_overwritten() throws Exception {
        Files.createDirectories(monitor.folder());
        Files.writeString(monitor.folder().resolve(uuid + ".wav"), "somebody else's");

        Answer answer = post(SentForm.call(uuid), WAVE);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(monitor.folder().resolve(uuid + ".wav")).hasContent("somebody else's");
        assertThat(get(answer.header("location") + "/media").body()).isEqualTo(WAVE);
        Files.delete(monitor.folder().resolve(uuid + ".wav"));
    }

    @Test
    void digests_are_checked() {
        byte[] form = SentForm.of(SentForm.call(uuid), WAVE).octets();
        byte[] other = {1};
        for (String field : List.of("Content-Digest: ", "Repr-Digest: ")) {
            assertProblem(
                    SentForm.post(playhead.port(), form, TOKEN, field + SentForm.digest(other)),
                    400,
                    "digest-mismatch");
            assertProblem(post(SentForm.call(uuid), WAVE, field + SentForm.digest(other)), 400, "digest-mismatch");
            assertProblem(
                    SentForm.post(playhead.port(), form, TOKEN, field + "sha-256=:AA==:"), 400, "digest-malformed");
            nothingIsLeft();
        }

        Answer answer = SentForm.of(SentForm.call(uuid), WAVE, "Content-Digest: md5=:AA==:, " + SentForm.digest(WAVE))
                .post(playhead.port(), TOKEN);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(SentForm.post(playhead.port(), form, TOKEN, "Content-Digest: " + SentForm.digest(form))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void forms_that_are_none_are_refused() {
        String call = SentForm.call(uuid);
        malformed("part-missing", new SentForm().call(call).end());
        malformed("part-missing", new SentForm().end());
        malformed("part-order", new SentForm().media(WAVE).call(call).end());
        malformed("part-order", new SentForm().call(call).call(call).end());
        malformed(
                "part-unknown", new SentForm().call(call).media(WAVE).call(call).end());
        malformed("cut", new SentForm().call(call).media(WAVE));
        malformed("cut", new SentForm().call(call));
        malformed("cut", new SentForm());
        malformed("json", SentForm.of("{", WAVE));
        malformed("json", SentForm.of("", WAVE));
        malformed("head", new SentForm().text("x".repeat(20_000)));
        malformed("epilogue", SentForm.of(call, WAVE).text("x".repeat(5000)));
        byte[] form = SentForm.of(call, WAVE).octets();
        for (String type : List.of("multipart/form-data", "multipart/form-data; boundary=" + "x".repeat(71))) {
            assertProblem(
                    SentForm.post(playhead.port(), form, TOKEN, "Content-Type: " + type),
                    400,
                    "recording-form-malformed");
        }
        assertProblem(
                SentForm.post(playhead.port(), form, TOKEN, "Content-Type: text/plain"),
                415,
                "recording-body-not-taken");
        nothingIsLeft();
    }

    private void malformed(String reason, SentForm form) {
        Answer answer = form.post(playhead.port(), TOKEN);
        assertProblem(answer, 400, "recording-form-malformed");
        assertThat(json(answer).at("/details/reason").asString()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "{}",
                "{\"start\": \"2026-11-27T10:00:00Z\"}",
                "{\"start\": \"yesterday\", \"end\": \"2026-11-27T10:00:00Z\"}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T09:00:00Z\"}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T11:00:00Z\", \"sorce_name\": \"x\"}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T11:00:00Z\", \"call_direction\": \"up\"}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T11:00:00Z\", \"source_name\": \"\\u0000\"}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T11:00:00Z\", \"source_name\": 7}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T11:00:00Z\", \"tags\": [\"a\"]}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T11:00:00Z\", \"recording\": []}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T11:00:00Z\", \"recording\": {\"uuid\": \"../x\"}}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T11:00:00Z\", \"participants\": [{}]}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T11:00:00Z\", \"destination_details\": {\"x\": \"y\"}}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T11:00:00Z\", "
                        + "\"tenant_uuid\": \"44444444-4444-4444-8444-444444444444\"}",
                "{\"start\": \"9999-12-31T23:59:59Z\", \"end\": \"9999-12-31T23:59:59Z\"}",
                "{\"start\": \"0001-01-01T00:00:00+01:00\", \"end\": \"2026-11-27T11:00:00Z\"}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T11:00:00Z\", \"source_name\": \"\\ud800\"}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T11:00:00Z\", "
                        + "\"source_user_uuid\": \"aaaaaaaa-0000-4000-8000-000000000001\", \"tags\": [\"\\ud800\"]}",
                "{\"start\": \"2026-11-27T10:00:00Z\", \"end\": \"2026-11-27T11:00:00Z\", "
                        + "\"destination_details\": {\"type\": \"group\", \"group_id\": 99999999999999999999}}",
                "{\"cdr_id\": 1}",
                "{\"cdr_id\": -1, \"recording\": {\"start_time\": \"2026-11-27T10:00:00Z\"}}",
                "{\"cdr_id\": 99999999999, \"recording\": {\"start_time\": \"2026-11-27T10:00:00Z\"}}",
                "{\"cdr_id\": 1, \"source_name\": \"x\", \"recording\": {\"start_time\": \"2026-11-27T10:00:00Z\"}}"
            })
    void a_call_that_is_none_is_invalid(String call) {
        assertProblem(post(call, WAVE), 400, "invalid-data");
        nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../etc/cron.d/x.wav",
                "..%2f..%2fx.wav",
                "/etc/passwd.wav",
                "C:\\\\windows\\\\x.wav",
                ".wav",
                "a\\\"b.wav",
                "x.php;.wav"
            })
    void a_name_is_no_more_than_a_hint(String filename) {
        Answer answer = new SentForm()
                .call(SentForm.call(uuid))
                .part("form-data; name=\"media\"; filename=\"" + filename + "\"", WAVE)
                .end()
                .post(playhead.port(), TOKEN);

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        Set<String> now = new TreeSet<>(monitor.files());
        now.removeAll(before);
        assertThat(now).containsExactly(uuid + ".wav");
    }

    @Test
    void what_is_not_taken_is_refused() {
        String exe = SentForm.call(uuid).replace("\"recording\": {", "\"recording\": {\"filename\": \"a/../b.exe\", ");
        assertProblem(post(exe, WAVE), 415, "recording-type-not-taken");
        String path = SentForm.call(uuid).replace("\"recording\": {", "\"recording\": {\"filename\": \"a.wav/../b\", ");
        assertProblem(post(path, WAVE), 415, "recording-type-not-taken");
        assertProblem(post(SentForm.call(uuid), WAVE, "Content-Type: text/html"), 415, "recording-type-not-taken");
        byte[] text = "<html>no audio at all</html>".repeat(100).getBytes(StandardCharsets.UTF_8);
        assertProblem(post(SentForm.call(uuid), text), 415, "recording-not-audio");
        nothingIsLeft();
    }

    @Test
    void who_may_not_is_not_heard() {
        byte[] form = SentForm.of(SentForm.call(uuid), WAVE).octets();
        assertProblem(SentForm.post(playhead.port(), form), 401, "unauthorized");
        assertProblem(
                SentForm.post(playhead.port(), form, "X-Auth-Token: " + RunningPlayhead.TOKEN_NOTHING),
                401,
                "unauthorized");
        assertProblem(
                SentForm.post(playhead.port(), form, TOKEN, "Wazo-Tenant: " + RunningPlayhead.TENANT_X),
                401,
                "unauthorized");
        nothingIsLeft();
    }

    @Test
    void it_becomes_the_tenants_of_the_header() {
        Answer answer = SentForm.of(SentForm.call(uuid), WAVE)
                .post(
                        playhead.port(),
                        "X-Auth-Token: " + RunningPlayhead.TOKEN_M,
                        "Wazo-Tenant: " + RunningPlayhead.TENANT_O);

        assertThat(json(answer).path("tenant_uuid").asString()).isEqualTo(RunningPlayhead.TENANT_O.toString());
    }

    @Test
    void who_goes_away_in_mid_way_leaves_nothing() throws Exception {
        byte[] form =
                SentForm.of(SentForm.call(uuid), SentForm.wave(1_000_000, 3)).octets();
        for (int sent : List.of(10, 700, 100_000, form.length - 2)) {
            try (RawHttp http = RawHttp.plain(playhead.port())) {
                http.send("POST /1.0/recordings HTTP/1.1\r\nHost: x\r\n" + TOKEN + "\r\n" + SentForm.TYPE
                        + "\r\nContent-Length: " + form.length + "\r\n\r\n");
                http.socket().getOutputStream().write(form, 0, sent);
                http.socket().getOutputStream().flush();
                if (sent == 100_000) {
                    Eventually.holds("it has begun", SOON, () -> monitor.files().size() > before.size());
                }
            }
            nothingIsLeft();
        }
    }

    /** However the octets are cut, and however much they look like the end. */
    @Test
    void media_that_look_like_the_end_come_whole() throws Exception {
        byte[] wave = SentForm.wave(50_000, 5);
        byte[] trap =
                ("\r\n--" + SentForm.BOUNDARY.substring(0, 6) + "\r\r\n\r\n-").getBytes(StandardCharsets.US_ASCII);
        for (int at = 100; at + trap.length < wave.length; at += 37) {
            System.arraycopy(trap, 0, wave, at, trap.length);
        }
        byte[] form = SentForm.of(SentForm.call(uuid), wave).octets();
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            http.send("POST /1.0/recordings HTTP/1.1\r\nHost: x\r\n" + TOKEN + "\r\n" + SentForm.TYPE
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int at = 0; at < form.length; at += 997) {
                byte[] chunk = Arrays.copyOfRange(form, at, Math.min(form.length, at + 997));
                http.send(Integer.toHexString(chunk.length) + "\r\n");
                http.send(new String(chunk, StandardCharsets.ISO_8859_1) + "\r\n");
            }
            http.send("0\r\n\r\n");
            Answer answer = http.answer(false);

            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            assertThat(get(answer.header("location") + "/media").body()).isEqualTo(wave);
        }
    }

    @Test
    void one_connection_serves_several() {
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            for (int index = 0; index < 3; index++) {
                byte[] form =
                        SentForm.of(SentForm.call(UUID.randomUUID()), WAVE).octets();
                assertThat(http.request(
                                        "POST",
                                        "/api/call-logd/1.0/recordings",
                                        form,
                                        TOKEN,
                                        SentForm.TYPE,
                                        "Content-Length: " + form.length)
                                .header("location"))
                        .startsWith("/api/call-logd/1.0/cdr/");
            }
        }
    }

    @Test
    void the_digest_is_told_where_it_is_wanted() {
        String media = post(SentForm.call(uuid), WAVE).header("location") + "/media";
        String want = "Want-Repr-Digest: sha-512=10, sha-256=3";

        assertThat(get(media).header("repr-digest")).isNull();
        assertThat(get(media, want).header("repr-digest")).isEqualTo(SentForm.digest(WAVE));
        assertThat(get(media + "?format=original", want, "Range: bytes=10-19").header("repr-digest"))
                .isEqualTo(SentForm.digest(WAVE));
        assertThat(RawHttp.once(playhead.port(), "HEAD", media, TOKEN, want).header("repr-digest"))
                .isEqualTo(SentForm.digest(WAVE));
        assertThat(get(media + "?format=mp3", want).header("repr-digest")).isNull();
        assertThat(get(media, want, "Range: bytes=9999999-").header("repr-digest"))
                .isNull();
        assertThat(get(media, "Want-Repr-Digest: sha-256=0").header("repr-digest"))
                .isNull();
    }
}
