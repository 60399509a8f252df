package io.playhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.Replicas;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.cdr.NewCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** All of a call or nothing of it, and other replicas know at once. */
class RegistrationTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Instant START = Instant.parse("2020-02-02T20:20:20Z");

    private final Replicas replicas = Replicas.shared();
    private final Registration registration = replicas.first().bean(Registration.class);
    private final UUID uuid = UUID.randomUUID();
    private final String conversation = System.nanoTime() + "." + 1;

    /** What earlier tests have left, rightly. */
    private @Nullable List<String> before;

    @BeforeEach
    void look() {
        before = files();
    }

    @Test
    void a_registered_recording_plays_under_a_validator_of_its_digest() {
        Integer call = registration
                .register(call("internal"), List.of(recording(uuid, octets("some octets"))))
                .block();

        RawHttp.Answer answer = get(String.valueOf(call));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("some octets");
        assertThat(answer.header("etag")).isEqualTo(validator("some octets"));
        assertThat(files()).containsExactly(uuid + ".wav");
    }

    /** The other replica has already learned, and keeps for an hour, that there is no such call. */
    @Test
    void another_replica_that_knew_of_no_such_recording_plays_it_at_once() {
        int next = Sql.number(replicas.database(), "SELECT last_value + 1 FROM call_logd_call_log_id_seq");
        assertThat(get(replicas.second().port(), String.valueOf(next)).status()).isEqualTo(404);

        Integer call = registration
                .register(call("internal"), List.of(recording(uuid, octets("octets"))))
                .block();

        assertThat(call).isEqualTo(next);
        Eventually.holds(
                "the notice has come",
                Duration.ofSeconds(2),
                () -> get(replicas.second().port(), String.valueOf(next)).status() == 200);
    }

    @Test
    void a_row_that_fails_leaves_no_file_and_no_row() {
        StepVerifier.create(registration.register(
                        call("sideways"),
                        List.of(recording(uuid, octets("one")), recording(UUID.randomUUID(), octets("two")))))
                .verifyError();

        nothingIsLeft();
    }

    @Test
    void a_file_that_fails_leaves_no_row_and_none_of_the_files_before_it() {
        Flux<ByteBuf> broken = Flux.concat(octets("half"), Mono.error(new IOException("the line went dead")));

        StepVerifier.create(registration.register(
                        call("internal"),
                        List.of(recording(uuid, octets("whole")), recording(UUID.randomUUID(), broken))))
                .verifyError();

        nothingIsLeft();
    }

    @Test
    void a_recording_registered_twice_leaves_the_first_as_it_was() {
        Integer call = registration
                .register(call("internal"), List.of(recording(uuid, octets("the first"))))
                .block();

        StepVerifier.create(registration.register(call("internal"), List.of(recording(uuid, octets("another")))))
                .verifyError();

        assertThat(get(String.valueOf(call)).text()).isEqualTo("the first");
        assertThat(files()).containsExactly(uuid + ".wav");
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void a_cancel_while_octets_come_in_leaves_nothing() {
        Sinks.Many<ByteBuf> endless = Sinks.many().unicast().onBackpressureBuffer();
        Disposable registering = registration
                .register(
                        call("internal"),
                        List.of(recording(uuid, octets("whole")), recording(UUID.randomUUID(), endless.asFlux())))
                .subscribe();
        endless.tryEmitNext(Unpooled.copiedBuffer("half", StandardCharsets.US_ASCII));
        Eventually.holds("the first is stored and the second begun", SOON, () -> files().size() == 2);

        registering.dispose();

        Eventually.holds("nothing is left", SOON, () -> files().isEmpty());
        nothingIsLeft();
    }

    @Test
    void a_cancel_that_comes_when_rows_are_written_is_too_late() throws Exception {
        try (AutoCloseable lock = Sql.lock(replicas.database(), "playhead.recording_facts")) {
            assertThat(lock).isNotNull();
            Disposable registering = registration
                    .register(call("internal"), List.of(recording(uuid, octets("whole"))))
                    .subscribe();
            Eventually.holds("the row of facts waits", SOON, () -> Sql.number(replicas.database(), """
                            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                              AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO playhead.recording_facts%'""") == 1);
            registering.dispose();
            assertThat(calls()).as("nothing is to be seen yet").isZero();
        }

        Eventually.holds("the call is registered", SOON, () -> calls() == 1);
        assertThat(files()).containsExactly(uuid + ".wav");
        String call = Sql.run(
                        replicas.database(),
                        "SELECT id FROM call_logd_call_log WHERE conversation_id = ?",
                        conversation)
                .getFirst();
        assertThat(get(call).text()).isEqualTo("whole");
    }

    @Test
    void assembling_does_nothing() {
        Mono<Integer> assembled =
                registration.register(call("internal"), List.of(recording(uuid, octets("some octets"))));

        assertThat(assembled).isNotNull();
        nothingIsLeft();
    }

    private void nothingIsLeft() {
        assertThat(files()).isEmpty();
        assertThat(calls()).isZero();
        assertThat(Sql.number(replicas.database(), "SELECT count(*) FROM call_logd_recording WHERE uuid = ?", uuid))
                .isZero();
        assertThat(Sql.number(
                        replicas.database(),
                        "SELECT count(*) FROM playhead.recording_facts WHERE recording_uuid = ?",
                        uuid))
                .isZero();
    }

    private int calls() {
        return Sql.number(
                replicas.database(), "SELECT count(*) FROM call_logd_call_log WHERE conversation_id = ?", conversation);
    }

    private List<String> files() {
        Path folder = replicas.root().resolve(Replicas.TENANT.toString()).resolve("monitor");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> before == null || !before.contains(name))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private RawHttp.Answer get(String call) {
        return get(replicas.first().port(), call);
    }

    private RawHttp.Answer get(int port, String call) {
        return RawHttp.once(port, "GET", "/1.0/cdr/" + call + "/recordings/" + uuid + "/media", Replicas.AUTH);
    }

    private NewCall call(String direction) {
        NewCall.Party party = new NewCall.Party("Olga", "1015", "inside", true);
        return new NewCall(
                Replicas.TENANT,
                START,
                START.plusSeconds(1),
                START.plusSeconds(9),
                direction,
                conversation,
                party,
                party,
                party,
                Map.of("type", "user"),
                List.of(new NewCall.Member(UUID.randomUUID(), 1, true, true, false, List.of("a"))));
    }

    private static NewRecording recording(UUID uuid, Flux<ByteBuf> octets) {
        return new NewRecording(uuid, "wav", START.plusSeconds(1), START.plusSeconds(9), octets);
    }

    private static Flux<ByteBuf> octets(String text) {
        return Flux.defer(() -> Flux.just(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII)));
    }

    /** Of the first 18 octets of SHA-256. */
    private static String validator(String text) {
        byte[] digest = HexFormat.of().parseHex(RunningPlayhead.sha256(text));
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 18)) + '"';
    }
}
