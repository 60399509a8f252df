package io.playhead.http;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import reactor.core.publisher.Mono;

/**
 * Ends every answer on its connection's event loop, and never within the reading of its request. reactor-netty 1.3 loses
 * the next request of a connection where an answer ends on another thread just as that request comes, or where the
 * answer to a pipelined one ends while it is still being taken from the queue: nothing reads the connection any more.
 * So the connection is read once more after each answer.
 */
final class OnTheLoop {

    private OnTheLoop() {}

    static Mono<Void> ended(Mono<Void> answer, Channel channel) {
        EventLoop loop = channel.eventLoop();
        return Mono.create(sink -> sink.onDispose(answer.subscribe(
                nothing -> {},
                failure -> loop.execute(() -> sink.error(failure)),
                () -> loop.execute(() -> {
                    sink.success();
                    loop.execute(channel::read);
                }),
                reactor.util.context.Context.of(sink.contextView()))));
    }
}
