package io.playhead.demo;

import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Fills the demonstration once, and says where to go. */
final class Opening implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Opening.class);
    private static final String FILLED = "demonstration";

    private final DataFolder data;
    private final Demonstration demonstration;
    private final Entrance entrance;
    private final InstantSource clock;
    private final Disposable.Swap filling = Disposables.swap();

    Opening(DataFolder data, Demonstration demonstration, Entrance entrance, InstantSource clock) {
        this.data = data;
        this.demonstration = demonstration;
        this.entrance = entrance;
        this.clock = clock;
    }

    void open(String port) {
        if (data.has(FILLED)) {
            welcome(port);
            return;
        }
        filling.update(demonstration
                .fill(Script.load(), clock.instant())
                .flatMap(calls -> Mono.<Void>fromRunnable(() -> filled(calls)).subscribeOn(Schedulers.boundedElastic()))
                .subscribe(
                        nothing -> {},
                        failure -> log.error("the demonstration could not be filled", failure),
                        () -> welcome(port)));
    }

    private void filled(long calls) {
        data.replace(FILLED, "filled at " + clock.instant() + "\n");
        log.info("{} demonstration calls are registered", calls);
    }

    private void welcome(String port) {
        log.info(
                "Playhead is ready: {} (token in {})",
                entrance.invitation(port),
                data.path().resolve(DemonstrationAccess.TOKEN));
    }

    @Override
    public void destroy() {
        filling.dispose();
    }
}
