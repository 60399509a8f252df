package io.playhead.decoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What has been decoded, on the disk, within a bound: what has not been read for longest makes room. Whoever is reading
 * it meanwhile reads on.
 */
final class KeptSounds {

    /** Longer than a player that plays takes from one chunk to the next. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final CacheFolder folder;
    private final long most;
    private final InstantSource clock;
    private final ConcurrentMap<String, KeptSound> sounds = new ConcurrentHashMap<>();
    /** Out of the map; their files are to be deleted, or deleted and still open. */
    private final Queue<KeptSound> leaving = new ConcurrentLinkedQueue<>();

    private final AtomicLong octets = new AtomicLong();
    final LongAdder evicted = new LongAdder();

    /** Finds what is there. At most so many octets are kept. */
    KeptSounds(CacheFolder folder, long most, InstantSource clock) {
        this.folder = folder;
        this.most = most;
        this.clock = clock;
        folder.files().forEach(this::find);
        makeRoom(0);
        sweep();
    }

    private void find(Path file) {
        try {
            Optional<KeptSound.Name> name =
                    KeptSound.Name.parse(file.getFileName().toString());
            long length = Files.size(file);
            if (name.isEmpty() || length == 0) {
                CacheFolder.delete(file);
                return;
            }
            add(new KeptSound(
                    name.get(), file, length, Files.getLastModifiedTime(file).toMillis(), clock));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Nullable
    KeptSound get(String key) {
        KeptSound sound = sounds.get(key);
        if (sound != null && sound.isLost()) {
            remove(sound);
            return null;
        }
        return sound;
    }

    /** Makes what is in a temporary file one of these; at most that much is kept as may be. */
    synchronized KeptSound put(UUID recording, String key, FfmpegRun.Made made) throws IOException {
        KeptSound.Name name = new KeptSound.Name(recording, key, made.format());
        long length = Files.size(made.file());
        makeRoom(length);
        sweepLeaving();
        Path file = folder.path().resolve(name.toString());
        Files.move(made.file(), file, StandardCopyOption.ATOMIC_MOVE);
        KeptSound sound = new KeptSound(name, file, length, clock.millis(), clock);
        add(sound);
        return sound;
    }

    private void add(KeptSound sound) {
        KeptSound before = sounds.put(sound.name().key(), sound);
        octets.addAndGet(sound.length() - (before == null ? 0 : before.length()));
    }

    private void makeRoom(long wanted) {
        while (octets.get() + wanted > most && !sounds.isEmpty()) {
            sounds.values().stream()
                    .min(Comparator.comparingLong(KeptSound::lastRead))
                    .ifPresent(sound -> {
                        remove(sound);
                        evicted.increment();
                    });
        }
    }

    /** From any thread: what is left to be done on the disk is done by {@link #sweep}. */
    private void remove(KeptSound sound) {
        if (sounds.remove(sound.name().key(), sound)) {
            octets.addAndGet(-sound.length());
            leaving.add(sound);
        }
    }

    /** @return whether there was something */
    boolean forget(UUID recording) {
        boolean some = false;
        for (KeptSound sound : sounds.values()) {
            if (sound.name().recording().equals(recording)) {
                remove(sound);
                some = true;
            }
        }
        return some;
    }

    /** Deletes files that are to go, closes those that nobody reads, and notes on the disk when they were read. */
    synchronized void sweep() {
        sweepLeaving();
        long before = clock.millis() - IDLE.toMillis();
        for (KeptSound sound : sounds.values()) {
            try {
                sound.rest(before);
                sound.note();
            } catch (IOException failure) {
                remove(sound);
            }
        }
    }

    private void sweepLeaving() {
        long before = clock.millis() - IDLE.toMillis();
        leaving.removeIf(sound -> {
            sound.delete();
            try {
                return sound.rest(before);
            } catch (IOException closed) {
                return true;
            }
        });
    }

    Set<UUID> recordings() {
        return sounds.values().stream()
                .map(sound -> sound.name().recording())
                .collect(Collectors.toCollection(HashSet::new));
    }

    long octets() {
        return octets.get();
    }
}
