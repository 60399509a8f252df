package io.playhead.service;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/** Whether Playhead logs in detail. Takes effect at once, and is forgotten when the program ends. */
final class DebugSwitch {

    private static final String LOGGER = "io.playhead";

    private final LoggingSystem logging;
    /** What the configuration says; null if that is nothing. */
    private final @Nullable LogLevel configured;

    DebugSwitch(LoggingSystem logging) {
        this.logging = logging;
        LoggerConfiguration known = logging.getLoggerConfiguration(LOGGER);
        this.configured = known == null ? null : known.getConfiguredLevel();
    }

    boolean isOn() {
        LoggerConfiguration now = logging.getLoggerConfiguration(LOGGER);
        return now != null && isDetailed(now.getEffectiveLevel());
    }

    /** Off is what was configured, or the next coarser level if that is on. */
    synchronized void turn(boolean on) {
        if (on == isOn()) {
            return;
        }
        logging.setLogLevel(LOGGER, on ? LogLevel.DEBUG : configured);
        if (on != isOn()) {
            logging.setLogLevel(LOGGER, LogLevel.INFO);
        }
    }

    private static boolean isDetailed(LogLevel level) {
        return level == LogLevel.DEBUG || level == LogLevel.TRACE;
    }
}
