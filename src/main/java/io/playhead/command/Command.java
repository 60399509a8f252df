package io.playhead.command;

import java.util.Set;

/** Something that is done once, from a command line. Found by its name in {@code META-INF/spring.factories}. */
public interface Command {

    /** The first argument. */
    String name();

    /** For people: how it is called, and on further lines what it does. */
    String usage();

    /** Names of the options it knows. A name with a dot in it is a property, as in any start, and no option. */
    Set<String> options();

    /**
     * Does it, and returns when it is done.
     *
     * @throws CommandFailure if it cannot be done
     */
    void run(CommandCall call);
}
