package io.playhead.http;

import org.springframework.context.SmartLifecycle;

/**
 * Notes when a shutdown's time for listeners is over: who has not finished by then is cut off by us, who leaves before
 * that leaves as ever. Stops between the server's graceful shutdown and its end.
 */
final class EndOfDrain implements SmartLifecycle {

    /** Spring Boot drains at 1024 below the default, and closes the server at 2048 below. */
    private static final int PHASE = DEFAULT_PHASE - 1536;

    private final HttpMeters meters;
    private volatile boolean running;

    EndOfDrain(HttpMeters meters) {
        this.meters = meters;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        meters.drained();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
