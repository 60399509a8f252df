package io.playhead.storage;

import io.playhead.representation.Representation;
import io.playhead.representation.RepresentationContract;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** An object keeps a representation's promises. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ObjectTest implements RepresentationContract {

    private S3Server.Bucket bucket;
    private S3Store store;
    private Place place;

    @BeforeAll
    void write() {
        bucket = new S3Server.Bucket();
        S3Properties properties = S3Server.properties(S3Server.endpoint(), bucket.name(), "");
        store = new S3Store(properties, S3Server.calls(properties, new AtomicLong()));
        place = StoreContract.written(store, "a.wav", StoreContract.OCTETS);
    }

    @AfterAll
    void close() {
        store.close();
        bucket.close();
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
        return store.gets().active() + (int) store.buffers().taken();
    }
}
