package io.playhead;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Looks for secrets in whatever is logged while it is open, by far more loggers than usual, and nowhere printed. */
public final class Canaries implements AutoCloseable {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Level> levels = new LinkedHashMap<>();
    private final List<Appender<ILoggingEvent>> usual = new ArrayList<>();
    private volatile List<String> secrets = List.of();

    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String cause =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            String line =
                    event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getMDCPropertyMap() + cause;
            all.incrementAndGet();
            if (secrets.stream().anyMatch(line::contains)) {
                lines.add(line);
            }
        }
    };

    /** Opened when all Playheads have been started: a start sets all loggers anew. */
    public Canaries() {
        for (Map.Entry<String, Level> level : Map.of(
                        "io.playhead", Level.DEBUG,
                        "reactor.netty", Level.DEBUG,
                        "reactor.netty.http.server.AccessLog", Level.TRACE,
                        "org.springframework", Level.DEBUG,
                        "io.r2dbc", Level.DEBUG)
                .entrySet()) {
            levels.put(level.getKey(), logger(level.getKey()).getLevel());
            logger(level.getKey()).setLevel(level.getValue());
        }
        // the console would be full of it
        logger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(usual::add);
        usual.forEach(logger(Logger.ROOT_LOGGER_NAME)::detachAppender);
        appender.start();
        logger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    /** As they are, as in an address, and as a password is sent. */
    public void watch(List<String> canaries) {
        secrets = canaries.stream()
                .flatMap(secret -> Stream.of(secret, encoded(secret), base64(secret)))
                .toList();
    }

    /** All forms that must not be anywhere. */
    public List<String> secrets() {
        return secrets;
    }

    /** How many lines were looked at. */
    public int all() {
        return all.get();
    }

    /** Those with a secret in them. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    public static String encoded(String secret) {
        return URLEncoder.encode(secret, StandardCharsets.UTF_8);
    }

    /** As the password of {@code user}. */
    public static String base64(String secret) {
        return Base64.getEncoder().encodeToString(("user:" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @Override
    public void close() {
        logger(Logger.ROOT_LOGGER_NAME).detachAppender(appender);
        usual.forEach(logger(Logger.ROOT_LOGGER_NAME)::addAppender);
        levels.forEach((name, level) -> logger(name).setLevel(level));
    }
}
