package io.playhead.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RunningPlayhead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

class DebugSwitchTest {

    private static final String OURS = "io.playhead";

    private final LoggingSystem logging = RunningPlayhead.shared().bean(LoggingSystem.class);

    @AfterEach
    void asItWas() {
        logging.setLogLevel(OURS, null);
    }

    @Test
    void off_is_what_was_configured() {
        logging.setLogLevel(OURS, LogLevel.WARN);
        DebugSwitch debug = new DebugSwitch(logging);

        debug.turn(true);
        assertThat(level()).isEqualTo(LogLevel.DEBUG);
        debug.turn(false);
        assertThat(level()).isEqualTo(LogLevel.WARN);
    }

    @Test
    void where_nothing_is_configured_off_leaves_the_level_to_the_root() {
        DebugSwitch debug = new DebugSwitch(logging);

        debug.turn(true);
        debug.turn(false);
        LoggerConfiguration now = logging.getLoggerConfiguration(OURS);
        assertThat(Objects.requireNonNull(now).getConfiguredLevel()).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"DEBUG", "TRACE"})
    void what_was_configured_in_detail_is_on_stays_as_it_is_and_can_be_turned_off(LogLevel configured) {
        logging.setLogLevel(OURS, configured);
        DebugSwitch debug = new DebugSwitch(logging);

        assertThat(debug.isOn()).isTrue();
        debug.turn(true);
        assertThat(level()).isEqualTo(configured);
        debug.turn(false);
        assertThat(debug.isOn()).isFalse();
        assertThat(level()).isEqualTo(LogLevel.INFO);
    }

    private @Nullable LogLevel level() {
        LoggerConfiguration now = logging.getLoggerConfiguration(OURS);
        return now == null ? null : now.getEffectiveLevel();
    }
}
