package io.playhead.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Runs the command that the arguments name, when the configuration has been read and before anything is started; then
 * the program ends. Where no command is named, it starts as ever.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class CommandLine implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int NOT_UNDERSTOOD = 2;

    private static final String HELP = "help";

    private final List<Command> commands;
    private final PrintStream out;
    private final PrintStream err;

    /** Found by Spring's factories. */
    CommandLine() {
        this(
                SpringFactoriesLoader.forDefaultResourceLocation().load(Command.class),
                stream(FileDescriptor.out),
                stream(FileDescriptor.err));
    }

    CommandLine(List<Command> commands, PrintStream out, PrintStream err) {
        this.commands = commands;
        this.out = out;
        this.err = err;
    }

    /** Names of roles may have any letter, whatever the machine's language is. */
    private static PrintStream stream(FileDescriptor to) {
        return new PrintStream(new FileOutputStream(to), true, StandardCharsets.UTF_8);
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent prepared) {
        run(prepared.getArgs(), prepared.getEnvironment()).ifPresent(System::exit);
    }

    /** @return the status to exit with; empty if the arguments name no command */
    OptionalInt run(String[] arguments, Environment settings) {
        ApplicationArguments given = new DefaultApplicationArguments(arguments);
        if (given.getNonOptionArgs().isEmpty()) {
            return OptionalInt.empty();
        }
        String name = given.getNonOptionArgs().getFirst();
        Optional<Command> command =
                commands.stream().filter(one -> one.name().equals(name)).findFirst();
        if (command.isPresent()) {
            return OptionalInt.of(run(command.get(), new CommandCall(given, settings, out)));
        }
        boolean help = name.equals(HELP);
        (help ? out : err).println(help ? usages() : "there is no command " + name + ".\n\n" + usages());
        return OptionalInt.of(help ? DONE : NOT_UNDERSTOOD);
    }

    private int run(Command command, CommandCall call) {
        Optional<String> refusal = refusal(command, call.arguments());
        if (refusal.isPresent()) {
            err.println(refusal.get() + "\n\n" + command.usage());
            return NOT_UNDERSTOOD;
        }
        try {
            command.run(call);
            return DONE;
        } catch (CommandFailure failure) {
            err.println(command.name() + ": " + failure.getMessage());
            return FAILED;
        }
    }

    private static Optional<String> refusal(Command command, ApplicationArguments given) {
        List<String> more =
                given.getNonOptionArgs().subList(1, given.getNonOptionArgs().size());
        if (!more.isEmpty()) {
            return Optional.of(command.name() + " takes no argument " + more.getFirst() + ".");
        }
        return new TreeSet<>(given.getOptionNames())
                .stream()
                        .filter(option ->
                                !option.contains(".") && !command.options().contains(option))
                        .findFirst()
                        .map(option -> command.name() + " has no option --" + option + ".");
    }

    private String usages() {
        StringBuilder usages = new StringBuilder("Without a command Playhead serves. Commands:\n");
        commands.forEach(command -> usages.append('\n').append(command.usage()).append('\n'));
        return usages.append("\nEach takes properties as well: --playhead.database.url=...")
                .toString();
    }
}
