package io.playhead.decoder;

import io.playhead.decoder.DecodingFailure.Reason;
import io.playhead.pcm.Samples;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A decoding that is under way or waits for its turn, and whoever waits for it. */
final class Decoding {

    private final EncodedSound sound;
    private final CompletableFuture<Samples> result = new CompletableFuture<>();
    private volatile @Nullable FfmpegRun run;
    private volatile @Nullable Reason stopped;

    Decoding(EncodedSound sound) {
        this.sound = sound;
    }

    EncodedSound sound() {
        return sound;
    }

    CompletableFuture<Samples> result() {
        return result;
    }

    @Nullable
    Reason stopped() {
        return stopped;
    }

    void begun(FfmpegRun begun) {
        run = begun;
        Reason reason = stopped;
        if (reason != null) {
            begun.stop(reason);
        }
    }

    /** From any thread. Whoever waits learns of it at once. */
    void stop(Reason reason) {
        stopped = reason;
        FfmpegRun begun = run;
        if (begun != null) {
            begun.stop(reason);
        }
        result.completeExceptionally(new DecodingFailure(reason));
    }
}
