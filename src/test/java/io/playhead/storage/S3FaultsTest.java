package io.playhead.storage;

import static io.playhead.storage.StoreContract.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.playhead.representation.ByteRange;
import io.playhead.representation.RepresentationContract;
import io.playhead.storage.StorageFailure.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** Object storage that answers late, wrongly, or not to the end. */
class S3FaultsTest {

    private static final byte[] OBJECT = StoreContract.random(20_000_000, 7);
    private static final int MIDDLE = 64 << 10;

    private final List<S3Store> stores = new ArrayList<>();
    private ScriptedS3 server;
    private S3Store store;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedS3(OBJECT);
        store = store(server.endpoint());
    }

    private S3Store store(URI endpoint) {
        S3Properties properties = S3Server.properties(endpoint, "bucket", "");
        S3Store made = new S3Store(properties, S3Server.calls(properties, new AtomicLong()));
        stores.add(made);
        return made;
    }

    @AfterEach
    void everything_is_given_back() {
        await().pollDelay(Duration.ZERO).atMost(LONG).untilAsserted(() -> {
            assertThat(store.gets().active()).as("gets").isZero();
            assertThat(store.buffers().taken()).as("octets asked for").isZero();
        });
        server.close();
        stores.forEach(S3Store::close);
    }

    private StoredObject object() {
        return StoreContract.value(store.open(new Place("s3://bucket/a.wav")));
    }

    private byte[] read(int first, int length) {
        return StoreContract.value(RepresentationContract.joined(object().read(ByteRange.ofLength(first, length))));
    }

    private @Nullable Reason failing(int first, int length) {
        return StoreContract.reason(RepresentationContract.joined(object().read(ByteRange.ofLength(first, length))));
    }

    @Test
    void a_server_that_asks_for_patience_gets_some() {
        server.next(ScriptedS3.error(503, "SlowDown"), ScriptedS3.error(503, "SlowDown"));
        assertThat(read(100, 1000)).isEqualTo(Arrays.copyOfRange(OBJECT, 100, 1100));
        assertThat(server.ranges).hasSize(3);
    }

    @Test
    void patience_ends() {
        server.always = ScriptedS3.error(503, "SlowDown");
        assertThat(failing(100, 1000)).isEqualTo(Reason.BROKEN);
        assertThat(server.ranges).hasSize(3);
    }

    @Test
    void what_breaks_off_goes_on_where_it_broke() {
        server.next(ScriptedS3.cutAfter(MIDDLE), ScriptedS3.cutAfter(1));
        assertThat(read(100, 128 << 10)).isEqualTo(Arrays.copyOfRange(OBJECT, 100, 100 + (128 << 10)));
        assertThat(server.ranges).hasSizeGreaterThanOrEqualTo(2);
        assertThat(server.ranges).allMatch(range -> range[1] == 100 + (128 << 10) - 1);
    }

    @Test
    void what_stalls_goes_on_where_it_stalled() {
        server.next(ScriptedS3.stallAfter(MIDDLE));
        assertThat(read(0, 100_000)).isEqualTo(Arrays.copyOf(OBJECT, 100_000));
    }

    @Test
    void what_always_breaks_off_fails_within_bounds() {
        server.always = ScriptedS3.cutAfter(0);
        assertThat(failing(0, 100_000)).isEqualTo(Reason.BROKEN);
        assertThat(server.ranges).hasSizeLessThan(30);
    }

    @Test
    void a_server_without_ranges_is_not_believed() {
        server.always = (out, object, first, end) -> {
            ScriptedS3.say(out, "200 OK", "Content-Length: " + object.length);
            out.write(object);
        };
        assertThat(failing(100, 1000)).isEqualTo(Reason.CHANGED);
    }

    @Test
    void what_has_another_tag_is_another_object() {
        server.always = (out, object, first, end) -> {
            String head = "HTTP/1.1 206 Partial Content\r\nETag: \"another\"\r\nContent-Range: bytes " + first + "-"
                    + (end - 1) + "/" + object.length + "\r\nContent-Length: " + (end - first) + "\r\n\r\n";
            out.write(head.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            out.write(object, first, end - first);
        };
        assertThat(failing(100, 1000)).isEqualTo(Reason.CHANGED);
    }

    @Test
    void each_refusal_has_its_reason() {
        server.next(ScriptedS3.error(412, "PreconditionFailed"));
        assertThat(failing(100, 1000)).isEqualTo(Reason.CHANGED);
        server.next(ScriptedS3.error(404, "NoSuchKey"));
        assertThat(failing(100, 1000)).isEqualTo(Reason.CHANGED);
        server.next(ScriptedS3.error(403, "AccessDenied"));
        assertThat(failing(100, 1000)).isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void nobody_there_is_a_broken_storage() throws IOException {
        ScriptedS3 gone = new ScriptedS3(OBJECT);
        gone.close();
        S3Store lost = store(gone.endpoint());
        assertThat(StoreContract.reason(lost.open(new Place("s3://bucket/a.wav"))))
                .isEqualTo(Reason.BROKEN);
        assertThat(StoreContract.reason(lost.ready())).isEqualTo(Reason.BROKEN);
    }

    @Test
    void a_cancel_frees_the_connection_at_once() {
        server.always = ScriptedS3.stallAfter(1000);
        reactor.core.Disposable reading =
                object().read(ByteRange.ofLength(0, 1_000_000)).subscribe(ByteBuf::release);
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> !server.ranges.isEmpty());
        int before = server.open.get();
        reading.dispose();
        await().pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(1))
                .until(() -> store.gets().active() == 0 && store.buffers().taken() == 0);
        assertThat(before).isPositive();
    }

    @Test
    void pieces_grow_for_a_swift_reader() {
        assertThat(read(0, OBJECT.length)).isEqualTo(OBJECT);
        List<Long> lengths =
                server.ranges.stream().map(range -> range[1] - range[0] + 1).toList();
        assertThat(lengths).startsWith(128L << 10).contains(4L << 20).allMatch(length -> length <= 4 << 20);
        assertThat(lengths.stream().mapToLong(length -> length).sum()).isEqualTo(OBJECT.length);
    }

    @Test
    void a_listener_who_pauses_holds_one_small_piece_and_gets_the_rest() {
        AtomicInteger received = new AtomicInteger();
        BaseSubscriber<ByteBuf> listener = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
            }

            @Override
            protected void hookOnNext(ByteBuf octets) {
                received.addAndGet(octets.readableBytes());
                octets.release();
            }
        };
        object().read(ByteRange.ofLength(0, OBJECT.length)).subscribe(listener);
        await().during(Duration.ofSeconds(3)).atMost(LONG).until(() -> received.get() > 0);
        assertThat(store.gets().active()).isZero();
        assertThat(store.buffers().taken()).isEqualTo(128 << 10);
        assertThat(server.ranges).hasSize(1);
        listener.request(Long.MAX_VALUE);
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> received.get() == OBJECT.length);
        assertThat(server.ranges.get(1)).containsExactly(128 << 10, (256 << 10) - 1);
    }
}
