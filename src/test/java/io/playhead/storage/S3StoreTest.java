package io.playhead.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.playhead.representation.ByteRange;
import io.playhead.representation.RepresentationContract;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Recordings on a real S3 server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3StoreTest implements StoreContract {

    private static final String PREFIX = "calls/";

    private final AtomicLong requests = new AtomicLong();
    private S3Server.Bucket bucket;
    private S3Store store;

    @BeforeAll
    void start() {
        bucket = new S3Server.Bucket();
        S3Properties properties = S3Server.properties(S3Server.endpoint(), bucket.name(), PREFIX);
        store = new S3Store(properties, S3Server.calls(properties, requests));
    }

    @AfterEach
    void everything_is_given_back() {
        await().pollDelay(Duration.ZERO).atMost(LONG).untilAsserted(() -> {
            assertThat(store.gets().active()).as("gets").isZero();
            assertThat(store.buffers().taken()).as("octets asked for").isZero();
        });
        everything().forEach(name -> store.delete(place(name)).block(LONG));
    }

    @AfterAll
    void stop() {
        store.close();
        bucket.close();
    }

    private Place place(String name) {
        return new Place("s3://" + bucket.name() + "/" + PREFIX + TENANT + "/monitor/" + name);
    }

    @Override
    public RecordingStore store() {
        return store;
    }

    @Override
    public Place nowhere() {
        return place("nothing.wav");
    }

    @Override
    public List<String> everything() {
        return bucket.names();
    }

    @Override
    public long touches() {
        return requests.get();
    }

    @Override
    public void replace(Place place, byte[] octets) {
        bucket.put(key(place), octets);
    }

    @Override
    public void shorten(Place place, int length) {
        replace(place, Arrays.copyOf(bucket.get(key(place)), length));
    }

    private String key(Place place) {
        return place.location().substring(("s3://" + bucket.name() + "/").length());
    }

    @Override
    public int heldFor(Place place) {
        return store.gets().active() + (int) Math.min(1_000_000, store.buffers().taken());
    }

    @Test
    void what_is_longer_than_a_part_is_written_in_parts() {
        byte[] octets = StoreContract.random(2 * S3Write.PART + 12_345, 5);
        Place place = StoreContract.written(store, "long.wav", octets);
        assertThat(place).isEqualTo(place("long.wav"));
        assertThat(StoreContract.whole(opened(place))).isEqualTo(octets);
        assertThat(everything()).containsExactly("long.wav");
    }

    @Test
    void a_long_write_that_breaks_leaves_no_unfinished_upload() {
        byte[] octets = StoreContract.random(S3Write.PART + 12_345, 5);
        assertThatThrownBy(() -> store.write(
                                TENANT,
                                "long.wav",
                                new Watched(octets, 100_000).flux().concatWith(Flux.error(new IllegalStateException())))
                        .block(LONG))
                .isInstanceOf(StorageFailure.class);
        assertThat(everything()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://another-bucket/calls/a.wav",
                "s3://%s/elsewhere/a.wav",
                "s3://%s/calls/../elsewhere/a.wav",
                "s3://%s/calls/./a.wav",
                "s3://%s",
                "s3://%s/",
                "s3:///calls/a.wav",
                "s3://"
            })
    void nothing_is_outside_the_buckets(String location) {
        Place place = new Place(location.replace("%s", bucket.name()));
        bucket.put("elsewhere/a.wav", OCTETS);
        assertThat(StoreContract.reason(store.open(place))).isEqualTo(StorageFailure.Reason.MISSING);
        // whoever cannot reach it shall not forget where it is
        assertThat(StoreContract.reason(store.delete(place).thenReturn(1))).isEqualTo(StorageFailure.Reason.FORBIDDEN);
        assertThat(bucket.get("elsewhere/a.wav")).isEqualTo(OCTETS);
        bucket.client()
                .deleteObject(request -> request.bucket(bucket.name()).key("elsewhere/a.wav"))
                .join();
    }

    @Test
    void a_cancel_releases_the_octets_of_a_long_write_once() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            Watched watched = new Watched(StoreContract.random(2 * S3Write.PART, 6), 1 << 20);
            Disposable writing = store.write(TENANT, "long.wav", watched.flux()).subscribe();
            Thread.sleep(10 + 15L * round);
            writing.dispose();
            await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> watched.unreleased() == 0);
        }
    }

    @Test
    void what_was_staged_is_either_published_or_discarded() {
        Staged staged = StoreContract.value(store.stage(TENANT, "a.wav", new Watched(OCTETS, 50_000).flux()));
        staged.discard().block(LONG);
        assertThat(StoreContract.reason(staged.publish())).isEqualTo(StorageFailure.Reason.CHANGED);
        Staged other = StoreContract.value(store.stage(TENANT, "a.wav", new Watched(OCTETS, 50_000).flux()));
        Place published = StoreContract.value(other.publish());
        other.discard().block(LONG);
        assertThat(StoreContract.whole(opened(published))).isEqualTo(OCTETS);
        assertThat(everything()).hasSize(1);
    }

    @Test
    void staging_that_breaks_leaves_nothing() {
        assertThat(StoreContract.reason(store.stage(
                        TENANT,
                        "a.wav",
                        new Watched(OCTETS, 50_000).flux().concatWith(Flux.error(new IllegalStateException())))))
                .isEqualTo(StorageFailure.Reason.BROKEN);
        assertThat(everything()).isEmpty();
    }

    @Test
    void a_range_of_what_is_known_is_one_request() {
        StoredObject object = opened(written("a.wav", OCTETS));
        long before = requests.get();
        StoredObject again = opened(place("a.wav"));
        assertThat(RepresentationContract.joined(again.read(ByteRange.ofLength(400_000, 64 << 10)))
                        .block(LONG))
                .isEqualTo(Arrays.copyOfRange(OCTETS, 400_000, 400_000 + (64 << 10)));
        assertThat(requests.get() - before).isEqualTo(1);
        assertThat(again.state()).isEqualTo(object.state());
    }
}
