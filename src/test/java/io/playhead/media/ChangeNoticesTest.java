package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.Replicas;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestCall;
import io.playhead.TestDatabase;
import io.playhead.cdr.RecordingRepository;
import io.playhead.cdr.Tenants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others change in the rows: seen when they say so, on every replica; else when the kept row has aged. */
class ChangeNoticesTest {

    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final Duration RECONNECTED = Duration.ofSeconds(10);
    private static final String NOTIFY = "SELECT pg_notify('playhead_changes', ?)";

    private final Replicas replicas = Replicas.shared();
    private final TestDatabase database = replicas.database();
    private final Played played = Played.in(replicas);

    /** A recording with its call, playing. */
    private record Played(Replicas replicas, int call, UUID recording) {

        static Played in(Replicas replicas) {
            UUID uuid = UUID.randomUUID();
            try {
                Path file = Files.writeString(replicas.root().resolve(uuid + ".wav"), "some octets");
                int call = TestCall.of(Replicas.TENANT).recording(uuid, file).insertInto(replicas.database());
                return new Played(replicas, call, uuid);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        int first() {
            return status(replicas.first());
        }

        int second() {
            return status(replicas.second());
        }

        private int status(RunningPlayhead playhead) {
            String target = "/1.0/cdr/" + call + "/recordings/" + recording + "/media";
            return RawHttp.once(playhead.port(), "GET", target, Replicas.AUTH).status();
        }

        void lose() {
            Sql.run(replicas.database(), "UPDATE call_logd_recording SET path = NULL WHERE uuid = ?", recording);
        }

        void announce() {
            Sql.run(replicas.database(), NOTIFY, "recording:" + recording);
        }

        Played keptByBoth() {
            assertThat(first()).isEqualTo(200);
            assertThat(second()).isEqualTo(200);
            return this;
        }

        void isSeenToBeLost() {
            Eventually.holds("the change is seen", PROMISED, () -> first() == 400 && second() == 400);
        }
    }

    /** Both replicas are listening: a notice gets through. */
    @BeforeEach
    void listening() {
        Played probe = Played.in(replicas).keptByBoth();
        probe.lose();
        Eventually.holds("both replicas listen", RECONNECTED, () -> {
            probe.announce();
            return probe.first() == 400 && probe.second() == 400;
        });
    }

    @Test
    void a_row_changed_with_a_notice_is_seen_on_both_replicas() {
        played.keptByBoth();

        played.lose();
        played.announce();

        played.isSeenToBeLost();
    }

    @Test
    void a_whole_call_is_kept_until_one_of_its_recordings_is_announced() {
        String target = "/1.0/cdr/" + played.call + "/media";
        IntPredicate both = status -> Stream.of(replicas.first(), replicas.second())
                .allMatch(replica -> status
                        == RawHttp.once(replica.port(), "GET", target, Replicas.AUTH)
                                .status());
        assertThat(both.test(406)).as("no sound").isTrue();

        played.lose();
        assertThat(both.test(406)).isTrue();
        played.announce();

        Eventually.holds("the change is seen", PROMISED, () -> both.test(400));
    }

    @Test
    void a_row_changed_without_a_notice_stays_as_it_was_kept() {
        Played other = Played.in(replicas).keptByBoth();
        played.keptByBoth();

        played.lose();
        other.lose();
        other.announce();
        other.isSeenToBeLost();

        played.keptByBoth();
    }

    @Test
    void a_notice_that_makes_no_sense_does_no_harm() {
        played.keptByBoth();

        Sql.run(database, NOTIFY, "recording:not-a-uuid");
        Sql.run(database, NOTIFY, "recording:");
        Sql.run(database, NOTIFY, "another thing entirely");
        Sql.run(database, NOTIFY, "");
        played.keptByBoth();
        played.lose();
        played.announce();

        played.isSeenToBeLost();
    }

    @Test
    void a_notice_sent_in_a_transaction_that_fails_is_none() throws Exception {
        played.keptByBoth();

        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE call_logd_recording SET path = NULL WHERE uuid = '" + played.recording + "'");
            statement.execute("SELECT pg_notify('playhead_changes', 'recording:" + played.recording + "')");
            connection.rollback();
        }

        played.keptByBoth();
    }

    @Test
    void nothing_kept_survives_the_loss_of_the_listening_connection() {
        played.keptByBoth();
        played.lose();
        assertThat(played.first()).as("nobody has said anything").isEqualTo(200);

        int killed = Sql.run(database, """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name = 'playhead notices'""").size();

        assertThat(killed).isEqualTo(2);
        Eventually.holds("rows are asked for anew", RECONNECTED, () -> played.first() == 400 && played.second() == 400);
        Eventually.holds("both listen again", RECONNECTED, () -> Sql.number(database, """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name = 'playhead notices'""") == 2);
        listening();
    }

    @Test
    void without_a_cache_every_request_asks() {
        RecordingRows rows = new RecordingRows(
                replicas.first().bean(RecordingRepository.class),
                new MediaProperties(Duration.ZERO, 10, Duration.ZERO));

        assertThat(path(rows)).isNotNull();
        played.lose();

        assertThat(path(rows)).isNull();
    }

    @Test
    void with_a_cache_a_row_is_kept_until_it_is_announced() {
        RecordingRows rows = new RecordingRows(
                replicas.first().bean(RecordingRepository.class),
                new MediaProperties(Duration.ofHours(1), 10, Duration.ZERO));

        assertThat(path(rows)).isNotNull();
        played.lose();
        assertThat(path(rows)).isNotNull();
        rows.recordingChanged(played.recording);

        assertThat(path(rows)).isNull();
    }

    private @org.jspecify.annotations.Nullable String path(RecordingRows rows) {
        Tenants tenants = new Tenants(Set.of(Replicas.TENANT));
        return Objects.requireNonNull(rows.find(BigInteger.valueOf(played.call), played.recording, tenants, null)
                        .block())
                .path();
    }
}
