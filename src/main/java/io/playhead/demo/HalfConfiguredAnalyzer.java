package io.playhead.demo;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells a half-configured start in a sentence instead of a stack. */
final class HalfConfiguredAnalyzer extends AbstractFailureAnalyzer<OutOfTheBox.HalfConfigured> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, OutOfTheBox.HalfConfigured cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Set the properties named above, or none of the three to start out of the box.",
                cause);
    }
}
