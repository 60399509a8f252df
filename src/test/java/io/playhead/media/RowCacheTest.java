package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RowCacheTest {

    private final RunningPlayhead playhead = RunningPlayhead.shared();
    private final UUID uuid = UUID.randomUUID();

    /** What is learned of a file that grows under every look must not keep an old row alive. */
    @Test
    void a_row_that_others_change_is_seen_within_its_time_however_often_the_file_changes() throws Exception {
        Path file = Files.write(playhead.root().resolve(uuid + ".wav"), new byte[100]);
        int call = TestCall.of(RunningPlayhead.TENANT_M).recording(uuid, file).insertInto(playhead.database());
        assertThat(status(call)).isEqualTo(200);

        forget();

        Eventually.holds("the deletion is seen", Duration.ofSeconds(6), () -> {
            append(file);
            return status(call) == 400;
        });
    }

    private int status(int call) {
        return RawHttp.once(
                        playhead.port(),
                        "GET",
                        "/1.0/cdr/" + call + "/recordings/" + uuid + "/media",
                        "X-Auth-Token: " + RunningPlayhead.TOKEN_M)
                .status();
    }

    private void forget() throws SQLException {
        try (Connection connection = playhead.database().connect();
                PreparedStatement statement =
                        connection.prepareStatement("UPDATE call_logd_recording SET path = NULL WHERE uuid = ?")) {
            statement.setObject(1, uuid);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private static void append(Path file) {
        try {
            Files.write(file, new byte[1], StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
