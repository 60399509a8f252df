package io.playhead.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import reactor.netty.NettyPipeline;

/**
 * What every answer tells browsers to keep to, whoever makes it: WebFlux, a route ahead of it, or the decoder that refuses
 * a request. What an answer says already stays as it is.
 *
 * <p>An answer is no page: nothing runs in it, nobody frames it, no address goes on from it. A recording that is opened
 * by itself plays, in the page that the browser makes around it. Nobody keeps what does not say that it may be kept.
 */
final class BrowserRules implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private static final Map<AsciiString, AsciiString> RULES = Map.of(
            AsciiString.cached("x-content-type-options"),
            AsciiString.cached("nosniff"),
            AsciiString.cached("referrer-policy"),
            AsciiString.cached("no-referrer"),
            AsciiString.cached("x-frame-options"),
            AsciiString.cached("DENY"),
            AsciiString.cached("content-security-policy"),
            AsciiString.cached("default-src 'none'; media-src 'self'; frame-ancestors 'none'"),
            HttpHeaderNames.CACHE_CONTROL,
            AsciiString.cached("no-store"));

    private static final Writer IN_PLAIN = new Writer(RULES);

    private final Duration strictTransport;

    /** @param strictTransport for how long browsers are to use TLS alone, told over TLS; zero if not */
    BrowserRules(Duration strictTransport) {
        this.strictTransport = strictTransport;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        Map<AsciiString, AsciiString> rules = new LinkedHashMap<>(RULES);
        if (Ssl.isEnabled(factory.getSsl()) && strictTransport.isPositive()) {
            rules.put(
                    AsciiString.cached("strict-transport-security"),
                    AsciiString.cached("max-age=" + strictTransport.toSeconds()));
        }
        Writer writer = new Writer(Map.copyOf(rules));
        factory.addServerCustomizers(
                server -> server.doOnChannelInit((observer, channel, address) -> writer.on(channel)));
    }

    /** For a server of our own that speaks no TLS, on each of its new connections. */
    static void inPlain(Channel channel) {
        IN_PLAIN.on(channel);
    }

    /** Keeps nothing of a connection. */
    @ChannelHandler.Sharable
    private static final class Writer extends ChannelOutboundHandlerAdapter {

        private final Map<AsciiString, AsciiString> rules;

        Writer(Map<AsciiString, AsciiString> rules) {
            this.rules = rules;
        }

        void on(Channel channel) {
            if (channel.pipeline().context(NettyPipeline.HttpCodec) != null) { // gone where a connection is refused
                channel.pipeline().addAfter(NettyPipeline.HttpCodec, "playhead.browser-rules", this);
            }
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse response
                    && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
                HttpHeaders headers = response.headers();
                rules.forEach((name, value) -> {
                    if (!headers.contains(name)) {
                        headers.add(name, value);
                    }
                });
            }
            context.write(message, promise);
        }
    }
}
