package io.playhead.http;

import io.netty.channel.Channel;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import reactor.netty.http.server.HttpServer;

/** Limits of the public server: connections, how large and how slow requests may be, and how slowly answers taken. */
final class ServerCustomizer implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private final HttpProperties properties;
    private final HttpMeters meters;

    ServerCustomizer(HttpProperties properties, HttpMeters meters) {
        this.properties = properties;
        this.meters = meters;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(this::limited);
    }

    private HttpServer limited(HttpServer server) {
        return server.httpRequestDecoder(decoder -> decoder.maxInitialLineLength(
                                (int) properties.requestLine().toBytes())
                        .maxHeaderSize((int) properties.header().toBytes())
                        .validateHeaders(true))
                // also where it is off: reactor-netty has one of its own, with queries in it, by a system property
                .accessLog(properties.accessLog(), new AccessLines())
                .childObserve(ConnectionWatch::observe)
                .doOnChannelInit((observer, channel, address) -> begin(channel));
    }

    private void begin(Channel channel) {
        int connections = meters.connections.incrementAndGet();
        if (connections > properties.connections()) {
            meters.connections.decrementAndGet();
            meters.refusedConnections.increment();
            channel.close();
            return;
        }
        KernelQueue.limit(channel, connections);
        channel.closeFuture().addListener(closed -> meters.connections.decrementAndGet());
        ConnectionWatch.on(channel, properties);
    }
}
