package io.playhead.wazoauth;

import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Asks for a token of Playhead's own, by name and password or by the key file. */
final class ServiceLogin {

    /** A thread while the file is read, one at a time. */
    private static final Scheduler FILE = Schedulers.fromExecutor(
            reading -> Thread.ofVirtual().name("playhead-wazo-auth-key").start(reading));

    private final WazoAuthProperties properties;
    private final WazoAuthClient client;

    ServiceLogin(WazoAuthProperties properties, WazoAuthClient client) {
        this.properties = properties;
        this.client = client;
    }

    /** Asks once, each time it is subscribed to. */
    Mono<Told.Details> token(Duration lifetime) {
        return Mono.defer(this::key)
                .flatMap(key -> client.ask(Call.newToken(key, lifetime.toSeconds())))
                .map(answer -> {
                    Told.Details details = answer.status() == 200 ? Told.details(answer) : null;
                    if (details == null) {
                        throw client.failed("wazo-auth gave no token but status " + answer.status());
                    }
                    return details;
                });
    }

    /** The file is read each time: wazo-auth writes it when it is set up, and anew when keys change. */
    private Mono<ServiceKey> key() {
        String username = properties.username();
        String password = properties.password();
        return username != null && password != null
                ? Mono.just(new ServiceKey(username, password))
                : Mono.fromCallable(() -> ServiceKey.read(properties.keyFile())).subscribeOn(FILE);
    }
}
