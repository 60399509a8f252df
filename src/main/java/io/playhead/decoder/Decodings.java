package io.playhead.decoder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.audio.Codec;
import io.playhead.decoder.DecodingFailure.Reason;
import io.playhead.pcm.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Decodings by {@link Ffmpeg}: shared, bounded, kept. */
final class Decodings implements OutsideDecoder {

    /** Octets of a digest that a key has: 144 bits, so that Base64 needs no padding. */
    private static final int KEY = 18;

    private static final int MOST_FAILURES = 1000;
    private static final Duration FAILED = Duration.ofMinutes(10);
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Ffmpeg ffmpeg;
    private final DecoderProperties properties;
    private final CacheFolder folder;
    private final KeptSounds kept;
    private final DecoderMeters meters;
    private final ThreadPoolExecutor threads;
    private final ThreadPoolExecutor sweeper;
    private final ConcurrentMap<String, Decoding> underWay = new ConcurrentHashMap<>();
    private final ConcurrentMap<UUID, AtomicInteger> ofTenants = new ConcurrentHashMap<>();
    /** What would fail again is not tried again so soon. */
    private final Cache<String, DecodingFailure> failures = Caffeine.newBuilder()
            .maximumSize(MOST_FAILURES)
            .expireAfterWrite(FAILED)
            .executor(Runnable::run)
            .build();

    Decodings(Ffmpeg ffmpeg, DecoderProperties properties, CacheFolder folder, KeptSounds kept, DecoderMeters meters) {
        this.ffmpeg = ffmpeg;
        this.properties = properties;
        this.folder = folder;
        this.kept = kept;
        this.meters = meters;
        this.threads = pool("playhead-decoder", properties.parallel());
        this.sweeper = pool("playhead-decoder-sweeper", 1);
        sweepLater();
    }

    private static ThreadPoolExecutor pool(String name, int size) {
        return new ThreadPoolExecutor(
                size,
                size,
                0,
                TimeUnit.SECONDS,
                new LinkedTransferQueue<>(),
                worker -> Thread.ofPlatform().daemon().name(name).unstarted(worker));
    }

    @Override
    public boolean decodes(Codec codec) {
        return Ffmpeg.decodes(codec);
    }

    @Override
    public String rule() {
        return ffmpeg.rule();
    }

    @Override
    public Mono<Samples> decoded(EncodedSound sound) {
        String key = key(sound);
        KeptSound before = kept.get(key);
        if (before != null) {
            meters.hit();
            return Mono.just(before.samples());
        }
        DecodingFailure failure = failures.getIfPresent(key);
        return failure == null ? Mono.defer(() -> awaited(key, sound)) : Mono.error(failure);
    }

    @Override
    public Optional<Samples> atHand(EncodedSound sound) {
        String key = key(sound);
        KeptSound before = kept.get(key);
        if (before == null) {
            DecodingFailure failure = failures.getIfPresent(key);
            if (failure != null) {
                throw failure;
            }
        }
        return Optional.ofNullable(before).map(KeptSound::samples);
    }

    private Mono<Samples> awaited(String key, EncodedSound sound) {
        CompletableFuture<Samples> result = joined(key, sound).result();
        return Mono.fromFuture(result, true)
                .timeout(properties.patience(), Mono.error(() -> new DecodingFailure(Reason.PENDING)));
    }

    private Decoding joined(String key, EncodedSound sound) {
        Decoding before = underWay.get(key);
        if (before != null) {
            return before;
        }
        AtomicInteger mine = ofTenants.computeIfAbsent(sound.tenant(), it -> new AtomicInteger());
        if (mine.incrementAndGet() > properties.queue()) {
            mine.decrementAndGet();
            throw new DecodingFailure(Reason.BUSY);
        }
        Decoding decoding = new Decoding(sound);
        Decoding other = underWay.putIfAbsent(key, decoding);
        if (other != null) {
            mine.decrementAndGet();
            return other;
        }
        meters.miss();
        try {
            threads.execute(() -> decode(key, decoding));
        } catch (RejectedExecutionException closed) {
            ended(key, decoding);
            decoding.stop(Reason.BROKEN);
        }
        return decoding;
    }

    @SuppressWarnings("IllegalCatch") // whatever goes wrong, those who wait must learn
    private void decode(String key, Decoding decoding) {
        long begin = System.nanoTime();
        try {
            Samples samples = made(key, decoding);
            ended(key, decoding);
            meters.decoded(true, System.nanoTime() - begin);
            decoding.result().complete(samples);
        } catch (Throwable thrown) {
            DecodingFailure failure =
                    thrown instanceof DecodingFailure known ? known : new DecodingFailure(Reason.BROKEN, thrown);
            if (failure.isWorthKeeping()) {
                failures.put(key, failure);
            }
            ended(key, decoding);
            meters.decoded(false, System.nanoTime() - begin);
            decoding.result().completeExceptionally(failure);
        }
    }

    private Samples made(String key, Decoding decoding) throws IOException {
        KeptSound before = kept.get(key);
        if (before != null) {
            return before.samples();
        }
        FfmpegRun run = new FfmpegRun(ffmpeg, decoding.sound(), properties, folder);
        decoding.begun(run);
        FfmpegRun.Made made = run.run();
        try {
            UUID recording = decoding.sound().recording();
            KeptSound sound = kept.put(recording, key, made);
            Reason stopped = decoding.stopped();
            if (stopped != null) {
                // forgotten while it was put there
                forget(recording);
                throw new DecodingFailure(stopped);
            }
            return sound.samples();
        } finally {
            CacheFolder.delete(made.file());
        }
    }

    private void ended(String key, Decoding decoding) {
        underWay.remove(key, decoding);
        AtomicInteger mine = ofTenants.get(decoding.sound().tenant());
        if (mine != null) {
            mine.decrementAndGet();
        }
    }

    private String key(EncodedSound sound) {
        try {
            String text = sound.recording() + "/" + sound.validator() + "/" + ffmpeg.rule();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, KEY));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void forget(UUID recording) {
        for (Decoding decoding : underWay.values()) {
            if (decoding.sound().recording().equals(recording)) {
                decoding.stop(Reason.BROKEN);
            }
        }
        if (kept.forget(recording) && !sweeper.isShutdown()) {
            sweeper.execute(kept::sweep);
        }
    }

    @Override
    public Set<UUID> kept() {
        Set<UUID> recordings = kept.recordings();
        underWay.values().forEach(decoding -> recordings.add(decoding.sound().recording()));
        return recordings;
    }

    private void sweepLater() {
        CompletableFuture.delayedExecutor(SWEEP.toSeconds(), TimeUnit.SECONDS).execute(() -> {
            if (!sweeper.isShutdown()) {
                sweeper.execute(kept::sweep);
                sweepLater();
            }
        });
    }

    int active() {
        return threads.getActiveCount();
    }

    int waiting() {
        return threads.getQueue().size();
    }

    long octets() {
        return kept.octets();
    }

    long evicted() {
        return kept.evicted.sum();
    }

    /** Ends the programs that run, whose temporary files go with them. */
    @Override
    public void close() {
        threads.shutdown();
        underWay.values().forEach(decoding -> decoding.stop(Reason.BROKEN));
        sweeper.shutdown();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
            sweeper.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        kept.sweep();
        folder.close();
    }
}
