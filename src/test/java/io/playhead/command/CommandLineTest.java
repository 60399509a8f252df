package io.playhead.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.StandardEnvironment;

class CommandLineTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Sing sing = new Sing();
    private final CommandLine line = new CommandLine(List.of(sing), new PrintStream(out), new PrintStream(err));

    @Test
    void without_a_command_the_program_starts_as_ever() {
        assertThat(run()).isEmpty();
        assertThat(run("--server.port=0", "--debug")).isEmpty();
    }

    @Test
    void a_command_is_done_with_its_options_and_the_properties_are_no_options() {
        assertThat(run("sing", "--loud", "--song=Für Elise", "--playhead.database.url=x"))
                .hasValue(CommandLine.DONE);

        assertThat(sing.sung).containsExactly("Für Elise, loud");
        assertThat(out.toString()).isEqualTo("la\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_failure_is_told_in_its_sentence_alone() {
        assertThat(run("sing", "--song=none")).hasValue(CommandLine.FAILED);

        assertThat(err.toString()).isEqualTo("sing: there is no song none\n");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dance                | there is no command dance.",
                "-h                   | there is no command -h.",
                "sing dance           | sing takes no argument dance.",
                "sing --softly        | sing has no option --softly.",
                "sing --softly=yes    | sing has no option --softly."
            })
    void what_is_unknown_is_refused_with_what_there_is(String arguments, String refusal) {
        assertThat(run(arguments.split(" "))).hasValue(CommandLine.NOT_UNDERSTOOD);

        assertThat(err.toString()).startsWith(refusal + "\n").contains("sing [--loud]");
        assertThat(out.toString()).isEmpty();
        assertThat(sing.sung).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"sing --song", "sing --song=", "sing --song=a --song=b"})
    void an_option_that_needs_one_value_has_one(String arguments) {
        assertThat(run(arguments.split(" "))).hasValue(CommandLine.FAILED);

        assertThat(err.toString()).isEqualTo("sing: --song must have one value: --song=...\n");
    }

    @Test
    void help_lists_the_commands() {
        assertThat(run("help")).hasValue(CommandLine.DONE);

        assertThat(out.toString()).contains("sing [--loud]");
        assertThat(err.toString()).isEmpty();
    }

    private OptionalInt run(String... arguments) {
        return line.run(arguments, new StandardEnvironment());
    }

    private static final class Sing implements Command {

        private final List<String> sung = new ArrayList<>();

        @Override
        public String name() {
            return "sing";
        }

        @Override
        public String usage() {
            return "sing [--loud] [--song=name]";
        }

        @Override
        public Set<String> options() {
            return Set.of("loud", "song");
        }

        @Override
        public void run(CommandCall call) {
            String song = call.value("song").orElse("a scale");
            if (song.equals("none")) {
                throw new CommandFailure("there is no song none");
            }
            sung.add(song + (call.has("loud") ? ", loud" : ""));
            call.out().println("la");
        }
    }
}
