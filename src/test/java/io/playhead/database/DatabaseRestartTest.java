package io.playhead.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import io.playhead.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL of its own, which is stopped and started again under requests. */
class DatabaseRestartTest {

    private static final int CALLERS = 6;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path data;

    /** @param begun when it was sent */
    private record Answered(long begun, RawHttp.Answer answer) {}

    @Test
    void a_restart_costs_a_clear_error_while_it_lasts_and_nothing_afterwards() throws Exception {
        long started = System.nanoTime();
        int port = freePort();
        EmbeddedPostgres server = postgres(port);
        TestDatabase database = new TestDatabase("postgresql://localhost:" + port, "postgres", "postgres", "");
        try (RunningPlayhead playhead = RunningPlayhead.start(Map.of("playhead.database.acquire", "1s"), database)) {
            int call = TestCall.of(RunningPlayhead.TENANT_M).insertInto(database);
            AtomicBoolean enough = new AtomicBoolean();
            List<List<Answered>> answers = IntStream.range(0, CALLERS)
                    .<List<Answered>>mapToObj(caller -> new CopyOnWriteArrayList<>())
                    .toList();
            List<Thread> callers = answers.stream()
                    .map(mine -> Thread.ofVirtual().start(() -> ask(playhead.port(), call, mine, enough)))
                    .toList();
            everybodyIsAnswered(answers, started);

            server.close();
            everybodyIsRefused(answers);
            server = postgres(port);
            long back = System.nanoTime();

            everybodyIsAnswered(answers, back);
            enough.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
            for (Answered one : answers.stream().flatMap(List::stream).toList()) {
                if (one.answer().status() != 200) {
                    assertThat(one.answer().status()).isEqualTo(503);
                    assertThat(one.answer().text()).contains("\"error_id\":\"database-unavailable\"");
                    assertThat(one.begun()).as("after it was back").isLessThan(back);
                }
            }
        } finally {
            server.close();
        }
    }

    private static void ask(int port, int call, List<Answered> answers, AtomicBoolean enough) {
        while (!enough.get()) {
            long begun = System.nanoTime();
            answers.add(new Answered(
                    begun, RawHttp.once(port, "GET", "/1.0/cdr/" + call, "X-Auth-Token: " + RunningPlayhead.TOKEN_M)));
        }
    }

    private static void everybodyIsAnswered(List<List<Answered>> answers, long since) {
        Eventually.holds(
                "everybody is answered",
                Duration.ofSeconds(20),
                () -> answers.stream()
                        .allMatch(mine -> mine.stream()
                                        .filter(one -> one.begun() - since > 0
                                                && one.answer().status() == 200)
                                        .count()
                                >= 20));
    }

    private static void everybodyIsRefused(List<List<Answered>> answers) {
        Eventually.holds(
                "everybody is refused",
                Duration.ofSeconds(20),
                () -> answers.stream()
                        .allMatch(mine ->
                                mine.stream().anyMatch(one -> one.answer().status() == 503)));
    }

    private EmbeddedPostgres postgres(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
