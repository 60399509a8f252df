package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.playhead.representation.ByteRange;
import io.playhead.representation.Representation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.SynchronousSink;

/**
 * One reader's way through an object: pieces, one after the other. They grow while the reader takes each at once, the next
 * one is then asked for while the last is being taken, and shrink when the reader pauses.
 */
final class S3Reading {

    static final int FIRST = 128 << 10;
    static final int LARGEST = 4 << 20;

    /** A piece that is taken within this time after its last octet has come was taken at once. */
    private static final long AT_ONCE = Duration.ofMillis(200).toNanos();

    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final S3Gets gets;
    private final S3Buffers buffers;
    private final S3Facts facts;
    private final long end;
    private long position;
    private int size = FIRST;
    /** Pieces that were taken at once, without one in between that was not. */
    private int swift;

    private @Nullable Piece current;
    private @Nullable Piece ahead;
    private boolean over;

    private S3Reading(S3Gets gets, S3Buffers buffers, S3Facts facts, ByteRange range) {
        this.gets = gets;
        this.buffers = buffers;
        this.facts = facts;
        this.position = range.start();
        this.end = range.end();
    }

    static Flux<ByteBuf> of(S3Gets gets, S3Buffers buffers, S3Facts facts, ByteRange range) {
        return Flux.using(
                () -> new S3Reading(gets, buffers, facts, range),
                reading -> Flux.<Piece>generate(reading::next).concatMap(Piece::octets, 0),
                S3Reading::close);
    }

    private void next(SynchronousSink<Piece> sink) {
        Piece next = taken();
        if (next != null) {
            sink.next(next);
        } else {
            sink.complete();
        }
    }

    private synchronized @Nullable Piece taken() {
        Piece next = ahead;
        if (next == null && position < end && !over) {
            next = piece(buffers.take(wanted()));
        }
        ahead = null;
        current = next;
        return next;
    }

    private int wanted() {
        return (int) Math.min(size, end - position);
    }

    private Piece piece(int octets) {
        ByteRange range = ByteRange.ofLength(position, octets);
        position += octets;
        return new Piece(range);
    }

    /** Of a reader who takes pieces at once. What the network takes at first says nothing of him: that is one piece. */
    private synchronized void askAhead() {
        int wanted = wanted();
        if (swift > 0 && !over && ahead == null && wanted > 0 && buffers.tryTake(wanted)) {
            Piece next = piece(wanted);
            ahead = next;
            next.ask();
        }
    }

    private synchronized void wasTaken(long nanosAfterItCame) {
        swift = nanosAfterItCame <= AT_ONCE ? swift + 1 : 0;
        if (swift > 1) {
            size = Math.min(size * 4, LARGEST);
        } else if (nanosAfterItCame > PAUSE) {
            size = FIRST;
        }
    }

    private void close() {
        List<Piece> left;
        synchronized (this) {
            over = true;
            left = Stream.of(Optional.ofNullable(current), Optional.ofNullable(ahead))
                    .flatMap(Optional::stream)
                    .toList();
            ahead = null;
        }
        left.forEach(Piece::close);
    }

    /** One GET, whose octets wait here for the reader. */
    private final class Piece {

        private final ByteRange range;
        private final Sinks.Many<ByteBuf> come = Sinks.many().unicast().onBackpressureBuffer(new WaitingOctets());
        private final Disposable.Swap asking = Disposables.swap();
        private final AtomicBoolean asked = new AtomicBoolean();
        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile long lastCame = Long.MAX_VALUE;
        private long left;

        Piece(ByteRange range) {
            this.range = range;
            this.left = range.length();
        }

        void ask() {
            if (!asked.getAndSet(true)) {
                asking.update(gets.octets(facts, range).subscribe(come::tryEmitNext, come::tryEmitError, this::whole));
            }
        }

        private void whole() {
            lastCame = System.nanoTime();
            come.tryEmitComplete();
        }

        Flux<ByteBuf> octets() {
            return Flux.defer(() -> {
                        ask();
                        return come.asFlux();
                    })
                    .doOnNext(this::count)
                    .doOnComplete(() -> wasTaken(System.nanoTime() - lastCame))
                    .doOnTerminate(this::close)
                    .doOnCancel(this::close)
                    .doOnDiscard(ByteBuf.class, Representation::discard);
        }

        private void count(ByteBuf octets) {
            if (left == range.length()) {
                askAhead();
            }
            left -= octets.readableBytes();
        }

        void close() {
            if (!closed.getAndSet(true)) {
                asking.dispose();
                buffers.give((int) range.length());
            }
        }
    }
}
