package io.playhead.decoder;

import io.playhead.audio.OctetSource;
import io.playhead.decoder.DecodingFailure.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One decoding, on a thread that may wait: the recording is copied to a file of our own, because its store may be none
 * that a program can open and because a film's index may stand at its end; what the program makes of it is counted as it
 * comes.
 */
final class FfmpegRun {

    private static final Logger log = LoggerFactory.getLogger(FfmpegRun.class);

    private static final int BUFFER = 128 * 1024;
    /** Of what the program complains of: for the log alone. */
    private static final int LONGEST_COMPLAINT = 1000;

    /** As prlimit and shells say of a program that they cannot start. */
    private static final int NOT_STARTED = 126;

    private static final int NOT_FOUND = 127;

    /** What Java and shells add to the number of the signal that has ended a program. */
    private static final int SIGNALLED = 128;

    private static final int SIGXCPU = 24;
    /** It has tried to write a file, and would again. */
    private static final int SIGXFSZ = 25;
    /** Those of real time are sent to no ffmpeg; what is higher are its errors: 183 is AVERROR_INVALIDDATA's octet. */
    private static final int LAST_SIGNAL = 31;
    /** Ffmpeg's own status when a signal has asked it to come to an end. */
    private static final int TOLD_TO_END = 255;

    private final Ffmpeg ffmpeg;
    private final EncodedSound sound;
    private final DecoderProperties limits;
    private final CacheFolder folder;
    private final long deadline;
    private volatile @Nullable Process process;
    private volatile @Nullable Reason stopped;

    FfmpegRun(Ffmpeg ffmpeg, EncodedSound sound, DecoderProperties limits, CacheFolder folder) {
        this.ffmpeg = ffmpeg;
        this.sound = sound;
        this.limits = limits;
        this.folder = folder;
        this.deadline = System.nanoTime() + limits.time().toNanos();
    }

    /** @param file temporary: of whoever is given it */
    record Made(Path file, WaveStream format) {}

    /** Leaves nothing but what is made. */
    Made run() {
        String demuxer = Ffmpeg.demuxer(sound.format()).orElseThrow(() -> new DecodingFailure(Reason.UNREADABLE));
        Path input = folder.temporary();
        Path output = folder.temporary();
        boolean made = false;
        try {
            copy(input);
            Made result = new Made(output, decode(demuxer, input, output));
            made = true;
            return result;
        } catch (IOException failure) {
            // a program that is ended takes its pipe along
            Reason reason = stopped;
            throw new DecodingFailure(reason == null ? Reason.BROKEN : reason, failure);
        } finally {
            CacheFolder.delete(input);
            if (!made) {
                CacheFolder.delete(output);
            }
        }
    }

    /** From any thread: what has begun ends soon, for this reason. */
    void stop(Reason reason) {
        stopped = stopped == null ? reason : stopped;
        Process current = process;
        if (current != null) {
            current.destroyForcibly();
        }
    }

    private void copy(Path file) throws IOException {
        if (sound.octets().length() > limits.input().toBytes()) {
            throw new DecodingFailure(Reason.TOO_LARGE);
        }
        try (FileChannel copy = created(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            for (long position = 0; position < sound.octets().length(); ) {
                checkStopped();
                position += read(position, buffer.clear());
                write(buffer.flip(), copy);
            }
        }
    }

    @SuppressWarnings("IllegalCatch") // the store's failures are the caller's own
    private int read(long position, ByteBuffer into) {
        try {
            OctetSource octets = sound.octets();
            int count = octets.read(position, into);
            if (count <= 0) {
                throw new EOFException("at " + position + " of " + octets.length());
            }
            return count;
        } catch (IOException | RuntimeException failure) {
            throw new DecodingFailure(Reason.SOURCE, failure);
        }
    }

    private WaveStream decode(String demuxer, Path input, Path output) throws IOException {
        checkStopped();
        Process started = ffmpeg.start(demuxer, input, folder.path(), limits);
        process = started;
        CompletableFuture<String> complaint = new CompletableFuture<>();
        Thread.ofVirtual().name("playhead-decoder-complaints").start(() -> complain(started, complaint));
        CompletableFuture<Void> alarm = CompletableFuture.runAsync(
                () -> stop(Reason.TOO_SLOW),
                CompletableFuture.delayedExecutor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
        try {
            // it may have been stopped before it could be seen
            checkStopped();
            return decoded(started, output, complaint);
        } finally {
            alarm.cancel(false);
            started.destroyForcibly();
        }
    }

    private WaveStream decoded(Process started, Path output, CompletableFuture<String> complaint) throws IOException {
        WaveStream format;
        long octets;
        try (FileChannel file = created(output);
                InputStream pipe = started.getInputStream()) {
            format = header(pipe);
            octets = samples(pipe, file);
            long frame = 2L * (format == null ? 1 : format.channels());
            file.truncate(octets / frame * frame);
        }
        int status = status(started);
        checkStopped();
        if (status != 0 || format == null || octets < 2L * format.channels()) {
            log.warn(
                    "event=decoding-failed recording={} status={} octets={} complaint=\"{}\"",
                    sound.recording(),
                    status,
                    octets,
                    complaint.completeOnTimeout("", 1, TimeUnit.SECONDS).join());
            throw new DecodingFailure(reason(status));
        }
        return format;
    }

    /** Only what the program has found out itself is said of the recording. */
    static Reason reason(int status) {
        if (status == SIGNALLED + SIGXCPU) {
            return Reason.TOO_SLOW;
        }
        boolean killed = status > SIGNALLED && status <= SIGNALLED + LAST_SIGNAL && status != SIGNALLED + SIGXFSZ
                || status == TOLD_TO_END;
        return killed || status == NOT_STARTED || status == NOT_FOUND ? Reason.BROKEN : Reason.UNREADABLE;
    }

    private static @Nullable WaveStream header(InputStream pipe) throws IOException {
        try {
            return WaveStream.read(pipe);
        } catch (EOFException nothing) {
            return null;
        }
    }

    private long samples(InputStream pipe, FileChannel file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long octets = 0;
        for (int count = pipe.read(buffer); count >= 0; count = pipe.read(buffer)) {
            octets += count;
            if (octets > limits.output().toBytes()) {
                stop(Reason.TOO_LARGE);
            }
            checkStopped();
            write(ByteBuffer.wrap(buffer, 0, count), file);
        }
        return octets;
    }

    private static int status(Process started) throws IOException {
        try {
            return started.waitFor();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException(stopping);
        }
    }

    private void checkStopped() {
        if (System.nanoTime() - deadline > 0) {
            stop(Reason.TOO_SLOW);
        }
        Reason reason = stopped;
        if (reason != null) {
            throw new DecodingFailure(reason);
        }
    }

    /** Reads all, so that the program never waits for a reader; keeps the beginning. */
    private static void complain(Process process, CompletableFuture<String> complaint) {
        try (InputStream complaints = process.getErrorStream()) {
            byte[] kept = complaints.readNBytes(LONGEST_COMPLAINT);
            complaints.transferTo(OutputStream.nullOutputStream());
            complaint.complete(new String(kept, StandardCharsets.US_ASCII).replaceAll("[^ -~]|\"", " "));
        } catch (IOException ended) {
            complaint.complete("");
        }
    }

    private static FileChannel created(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static void write(ByteBuffer octets, FileChannel file) throws IOException {
        while (octets.hasRemaining()) {
            file.write(octets);
        }
    }
}
