package io.playhead.http;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param origins whose pages may ask: {@code *} for any, none for none but our own
 * @param strictTransport for how long browsers that came over TLS are to come over TLS alone; zero says nothing of it
 * @param trustedProxies addresses and CIDR blocks whose {@code X-Forwarded-*} and {@code X-Script-Name} count
 * @param accessLog whether each answer is logged
 * @param connections most connections at a time; one more is closed at once
 * @param keepAlive how long a connection may rest between requests
 * @param requestHead how long a client may take to send the head of a request
 * @param stalled how long a client may take nothing of an answer that is waiting for it
 * @param requestLine longest request line
 * @param header longest header section
 * @param requestBody how long a client may take to send the body of a request to the API
 * @param body longest body of a request to the API
 */
@ConfigurationProperties("playhead.http")
record HttpProperties(
        @DefaultValue("*") List<String> origins,
        @DefaultValue("365d") Duration strictTransport,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("false") boolean accessLog,
        @DefaultValue("16384") int connections,
        @DefaultValue("75s") Duration keepAlive,
        @DefaultValue("30s") Duration requestHead,
        @DefaultValue("60s") Duration stalled,
        @DefaultValue("8KB") DataSize requestLine,
        @DefaultValue("16KB") DataSize header,
        @DefaultValue("30s") Duration requestBody,
        @DefaultValue("1MB") DataSize body) {

    private static final long MOST_BODY = DataSize.ofMegabytes(64).toBytes();

    HttpProperties {
        origins = List.copyOf(origins);
        origins(origins);
        trustedProxies = List.copyOf(trustedProxies);
        trustedProxies.forEach(HttpProperties::address);
        if (strictTransport.isNegative()) {
            throw new IllegalArgumentException(
                    "playhead.http.strict-transport must not be negative: " + strictTransport);
        }
        if (connections < 1) {
            throw new IllegalArgumentException("playhead.http.connections must be at least 1: " + connections);
        }
        positive("keep-alive", keepAlive);
        positive("request-head", requestHead);
        positive("stalled", stalled);
        positive("request-body", requestBody);
        if (body.toBytes() < 1024 || body.toBytes() > MOST_BODY) {
            throw new IllegalArgumentException("playhead.http.body must be between 1KB and 64MB: " + body);
        }
        fits("request-line", requestLine);
        fits("header", header);
    }

    private static void origins(List<String> listed) {
        try {
            new Origins(listed);
        } catch (IllegalArgumentException garbage) {
            throw new IllegalArgumentException("playhead.http.origins: " + garbage.getMessage(), garbage);
        }
    }

    private static void address(String block) {
        try {
            AddressBlock.of(block);
        } catch (IllegalArgumentException garbage) {
            throw new IllegalArgumentException("playhead.http.trusted-proxies: " + garbage.getMessage(), garbage);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("playhead.http." + name + " must be positive: " + value);
        }
    }

    private static void fits(String name, DataSize value) {
        if (value.toBytes() < 1024 || value.toBytes() > 1024 * 1024) {
            throw new IllegalArgumentException("playhead.http." + name + " must be between 1KB and 1MB: " + value);
        }
    }
}
