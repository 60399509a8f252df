package io.playhead.http;

import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * What Netty and reactor-netty read once, from system properties alone, when they are first used: so before all else. A
 * property that was given goes before these.
 */
final class NettyDefaults implements ApplicationListener<ApplicationStartingEvent> {

    @Override
    public void onApplicationEvent(ApplicationStartingEvent starting) {
        // the newer allocator keeps nothing for each thread where the heap is below 512 MB: twice the work a buffer
        preset("io.netty.allocator.type", "pooled");
        // one allocation in 128 takes a stack trace, to tell of a leak that the tests look for
        preset("io.netty.leakDetection.level", "disabled");
        // a loop a processor; with one processor two, so that a slow disk does not hold up everybody
        preset("reactor.netty.ioWorkerCount", Integer.toString(Math.max(2, processors())));
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static void preset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
