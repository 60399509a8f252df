package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.FluxSink;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The body of one answer. Ends once, whoever tells of it first. */
final class S3Body implements AsyncResponseTransformer<GetObjectResponse, GetObjectResponse>, Subscriber<ByteBuffer> {

    private final S3Facts facts;
    private final S3Progress progress;
    private final FluxSink<ByteBuf> sink;
    private final Runnable ended;
    private final long most;
    private long received;
    private @Nullable CompletableFuture<GetObjectResponse> answer;
    private @Nullable GetObjectResponse response;
    private @Nullable Subscription subscription;
    private boolean over;

    S3Body(S3Facts facts, S3Progress progress, FluxSink<ByteBuf> sink, Runnable ended) {
        this.facts = facts;
        this.progress = progress;
        this.sink = sink;
        this.ended = ended;
        this.most = progress.left();
    }

    @Override
    public synchronized CompletableFuture<GetObjectResponse> prepare() {
        CompletableFuture<GetObjectResponse> next = new CompletableFuture<>();
        answer = next;
        return next;
    }

    @Override
    public synchronized void onResponse(GetObjectResponse head) {
        response = head;
    }

    /** Of an answer whose body has begun the subscriber is told nothing, if the connection breaks. */
    @Override
    public void exceptionOccurred(Throwable failure) {
        CompletableFuture<GetObjectResponse> current;
        boolean broken;
        synchronized (this) {
            current = answer;
            broken = subscription != null;
        }
        if (broken) {
            onError(failure);
        }
        if (current != null) {
            current.completeExceptionally(failure);
        }
    }

    @Override
    public void onStream(SdkPublisher<ByteBuffer> octets) {
        octets.subscribe(this);
        CompletableFuture<GetObjectResponse> current;
        GetObjectResponse head;
        synchronized (this) {
            current = answer;
            head = response;
        }
        if (current != null) {
            current.complete(head);
        }
    }

    @Override
    public void onSubscribe(Subscription stream) {
        boolean wanted;
        synchronized (this) {
            subscription = stream;
            wanted = !over && isWhatWasAskedFor();
        }
        if (wanted) {
            progress.begin();
            stream.request(Long.MAX_VALUE);
        } else {
            stream.cancel();
            onError(new StorageFailure(StorageFailure.Reason.CHANGED, null));
        }
    }

    /** A server that knows no ranges gives all of it, and one that knows no conditions what is there now. */
    private boolean isWhatWasAskedFor() {
        GetObjectResponse head = response;
        if (head == null) {
            return false;
        }
        String range = head.contentRange();
        boolean inPlace = range == null
                ? progress.position() == 0 && most == facts.length()
                : range.startsWith("bytes " + progress.position() + "-") && range.endsWith("/" + facts.length());
        return inPlace && facts.fit(head);
    }

    @Override
    public void onNext(ByteBuffer octets) {
        received += octets.remaining();
        if (received > most) {
            onError(new StorageFailure(StorageFailure.Reason.CHANGED, null));
            cancel();
        } else if (octets.hasRemaining()) {
            sink.next(Unpooled.wrappedBuffer(octets));
        }
    }

    @Override
    public void onError(Throwable failure) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        ended.run();
        sink.error(failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        ended.run();
        sink.complete();
    }

    void cancel() {
        Subscription current;
        synchronized (this) {
            over = true;
            current = subscription;
        }
        ended.run();
        if (current != null) {
            current.cancel();
        }
    }
}
