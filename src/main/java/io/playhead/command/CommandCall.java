package io.playhead.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;

/**
 * How a command was called.
 *
 * @param settings what is configured, as in any start
 * @param out for the command's answer, and for nothing else
 */
public record CommandCall(ApplicationArguments arguments, Environment settings, PrintStream out) {

    public boolean has(String option) {
        return arguments.containsOption(option);
    }

    /**
     * What {@code --option=value} says; empty where the option is not given.
     *
     * @throws CommandFailure if it is given without a value, or more than once
     */
    public Optional<String> value(String option) {
        List<String> values = arguments.getOptionValues(option);
        if (values == null) {
            return Optional.empty();
        }
        if (values.size() != 1 || values.getFirst().isBlank()) {
            throw new CommandFailure("--" + option + " must have one value: --" + option + "=...");
        }
        return Optional.of(values.getFirst());
    }
}
