package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import io.playhead.storage.Place;
import io.playhead.storage.S3Server;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The same from object storage. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3MediaTest implements MediaHttpContract {

    private S3Server.Bucket bucket;
    private RunningPlayhead playhead;

    @BeforeAll
    void start() {
        bucket = new S3Server.Bucket();
        playhead = RunningPlayhead.start(S3Server.settings(bucket));
    }

    @AfterAll
    void stop() {
        playhead.close();
        bucket.close();
    }

    @Override
    public RunningPlayhead playhead() {
        return playhead;
    }

    @Override
    public RawHttp connect() {
        return RawHttp.plain(playhead.port());
    }

    @Override
    public StoredMedia stored(byte[] octets, @Nullable Instant modified) {
        return stored(octets, modified, ".wav");
    }

    private StoredMedia stored(byte[] octets, @Nullable Instant modified, String extension) {
        UUID uuid = UUID.randomUUID();
        Place place = bucket.put("calls/" + uuid + extension, octets, modified);
        Instant start = Instant.parse("2021-05-14T17:47:19Z");
        int call = TestCall.of(RunningPlayhead.TENANT_M)
                .recording(uuid, start, start.plusSeconds(46), place.location())
                .insertInto(playhead.database());
        return new StoredMedia(call, uuid, Path.of("none"), StoredMedia.path(call, uuid));
    }

    @Test
    void a_rendition_is_the_same_from_object_storage_as_from_disk() {
        byte[] gsm = StoredMedia.octets("appointment-gsm.wav");
        StoredMedia there = stored(gsm, null, ".wav");
        StoredMedia here = StoredMedia.of(playhead, gsm);
        try (RawHttp http = connect()) {
            for (String format : new String[] {"wav", "mp3", "opus", "ogg"}) {
                Answer fromS3 = http.request("GET", there.path() + "?format=" + format, TOKEN);
                Answer fromDisk = http.request("GET", here.path() + "?format=" + format, TOKEN);
                assertThat(fromS3.status()).isEqualTo(200);
                assertThat(fromS3.body()).isEqualTo(fromDisk.body());
            }
        }
    }

    @Test
    void what_is_in_no_bucket_is_missing() {
        StoredMedia media = stored(ALPHABET, null);
        UUID uuid = UUID.randomUUID();
        Instant start = Instant.parse("2021-05-14T17:47:19Z");
        int call = TestCall.of(RunningPlayhead.TENANT_M)
                .recording(uuid, start, start.plusSeconds(46), "s3://another/calls/" + media.uuid() + ".wav")
                .insertInto(playhead.database());
        try (RawHttp http = connect()) {
            Answer answer = http.request("GET", StoredMedia.path(call, uuid), TOKEN);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).contains("recording-media-filesystem-not-found");
        }
    }
}
