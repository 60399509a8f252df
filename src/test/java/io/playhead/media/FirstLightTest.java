package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FirstLightTest {

    @Test
    void a_recording_comes_as_it_is_stored() throws IOException {
        RunningPlayhead playhead = RunningPlayhead.shared();
        UUID uuid = UUID.randomUUID();
        byte[] octets = "01234567890123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Path file = Files.write(playhead.root().resolve(uuid + ".wav"), octets);
        int call = TestCall.of(RunningPlayhead.TENANT_M).recording(uuid, file).insertInto(playhead.database());

        RawHttp.Answer answer = RawHttp.once(
                playhead.port(),
                "GET",
                "/1.0/cdr/" + call + "/recordings/" + uuid + "/media",
                "X-Auth-Token: " + RunningPlayhead.TOKEN_M);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(octets);
    }
}
