package io.playhead.storage;

import static io.playhead.storage.StoreContract.LONG;
import static org.awaitility.Awaitility.await;

import io.playhead.representation.Representation;
import io.playhead.representation.RepresentationContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A stored file keeps a representation's promises, whether it may be read on the event loop or not. */
class DiskObjectTest {

    @Nested
    class OnALocalRoot extends OnDisk {

        OnALocalRoot() {
            super(true);
        }
    }

    @Nested
    class OnAnyOtherRoot extends OnDisk {

        OnAnyOtherRoot() {
            super(false);
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class OnDisk implements RepresentationContract {

        private final boolean local;
        private final WatchedDisk disk = new WatchedDisk();
        private DiskStore store;
        private Place place;
        private Descriptor shared;

        OnDisk(boolean local) {
            this.local = local;
        }

        @BeforeAll
        void write(@TempDir Path root) {
            store = new DiskStore(
                    new DiskProperties(
                            List.of(new DiskProperties.Root(root, local)), 16, Duration.ofSeconds(30), 2, 1024),
                    disk);
            place = StoreContract.written(store, "a.wav", StoreContract.OCTETS);
            shared = DiskStoreTest.descriptor(store, place);
        }

        @AfterAll
        void close() {
            store.close();
            await().atMost(LONG).until(() -> disk.openChannels() == 0);
        }

        @Override
        public Representation representation() {
            return new Stored(StoreContract.value(store.open(place)));
        }

        @Override
        public byte[] octets() {
            return StoreContract.OCTETS;
        }

        @Override
        public int held() {
            return (int) disk.buffers() + shared.refCnt() - 1;
        }
    }
}
