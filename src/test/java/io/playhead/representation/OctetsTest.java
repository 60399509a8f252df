package io.playhead.representation;

import java.time.Instant;
import java.util.Random;
import org.springframework.http.MediaType;

class OctetsTest implements RepresentationContract {

    private final byte[] octets = random(3_000);

    @Override
    public Representation representation() {
        return new Octets(MediaType.TEXT_PLAIN, new EntityTag("o"), Instant.EPOCH, octets);
    }

    @Override
    public byte[] octets() {
        return octets;
    }

    static byte[] random(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }
}
