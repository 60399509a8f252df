package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelQueueTest {

    @ParameterizedTest
    @CsvSource({"1, 4096", "64, 4096", "128, 2048", "1024, 256", "2048, 128", "5000, 128", "16384, 128"})
    void few_connections_are_given_much_and_many_little(int connections, long kibibytes) {
        assertThat(KernelQueue.share(connections)).isEqualTo(kibibytes * 1024);
    }

    @Test
    void thousands_together_stay_within_what_the_kernel_of_a_small_server_has() {
        long together = 0;
        for (int connection = 1; connection <= 5000; connection++) {
            together += KernelQueue.share(connection);
        }
        assertThat(together).isLessThan(1600L * 1024 * 1024);
    }

    @Test
    void the_kernel_is_told() throws Exception {
        assumeTrue(Epoll.isAvailable(), "Linux alone has the option");
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try {
            EpollSocketChannel channel = new EpollSocketChannel();
            loop.register(channel).sync();
            KernelQueue.limit(channel, 1024);
            assertThat(channel.config().getOption(EpollChannelOption.TCP_NOTSENT_LOWAT))
                    .isEqualTo(256 * 1024);
            Runnable unshorten = KernelQueue.shorten(channel);
            assertThat(channel.config().getOption(EpollChannelOption.TCP_NOTSENT_LOWAT))
                    .isEqualTo(KernelQueue.MADE);
            unshorten.run();
            assertThat(channel.config().getOption(EpollChannelOption.TCP_NOTSENT_LOWAT))
                    .isEqualTo(256 * 1024);
            unshorten = KernelQueue.shorten(channel);
            channel.close().sync();
            unshorten.run();
            KernelQueue.shorten(channel).run();
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
