package io.playhead.service;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells a start that a setting has stopped in that setting's own sentence instead of a stack. Every room words such a
 * failure to begin with the property's name.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class WrongSettingAnalyzer implements FailureAnalyzer {

    private static final Pattern BEGINS_WITH_PROPERTY =
            Pattern.compile("(one of )?(playhead|server|management\\.server)\\.[a-z].*", Pattern.DOTALL);
    private static final String ACTION = "Correct the properties named above (in a file, the environment or arguments)."
            + " With no database, storage roots and authority at all, Playhead starts out of the box.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && BEGINS_WITH_PROPERTY.matcher(message).matches()) {
                return new FailureAnalysis(message, ACTION, cause);
            }
        }
        return null;
    }
}
