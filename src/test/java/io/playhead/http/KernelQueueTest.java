package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.playhead.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On real sockets, of which alone the kernel's queue can be asked. */
class KernelQueueTest {

    private static final int LITTLE = 128 * 1024;
    private static final int LENGTH = 64 * 1024 * 1024;

    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private EventLoopGroup loop;
    private Socket client;
    private Channel channel;

    @BeforeEach
    void connect() throws Exception {
        assumeTrue(Epoll.isAvailable(), "Linux alone has the option");
        loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        Channel listening = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                        KernelQueue.limit(child);
                        accepted.add(child);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        client = new Socket(InetAddress.getLoopbackAddress(), ((InetSocketAddress) listening.localAddress()).getPort());
        channel = Objects.requireNonNull(accepted.poll(5, TimeUnit.SECONDS));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private long queue() {
        return channel.config().getOption(EpollChannelOption.TCP_NOTSENT_LOWAT);
    }

    private ChannelFuture write(int length) {
        ByteBuf body = Unpooled.directBuffer(length).writerIndex(length);
        return channel.writeAndFlush(body, KernelQueue.promise(channel, length));
    }

    private long take(int most) throws IOException {
        return client.getInputStream().readNBytes(most).length;
    }

    @Test
    void a_new_connection_is_given_little() {
        assertThat(queue()).isEqualTo(LITTLE);
    }

    @Test
    void who_takes_a_long_body_fast_is_given_more_until_its_end() throws IOException {
        ChannelFuture writing = write(LENGTH);
        take(LENGTH / 2);
        Eventually.holds("more", Duration.ofSeconds(5), () -> queue() > LITTLE);
        take(LENGTH / 2);
        assertThat(writing.awaitUninterruptibly().isSuccess()).isTrue();
        Eventually.holds("little again", Duration.ofSeconds(5), () -> queue() == LITTLE);
    }

    @Test
    void who_takes_it_slowly_is_not() throws Exception {
        ChannelFuture writing = write(LENGTH);
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        take(LENGTH / 2);
        assertThat(writing.isDone()).isFalse();
        assertThat(queue()).isEqualTo(LITTLE);
    }
}
