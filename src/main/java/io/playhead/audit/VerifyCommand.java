package io.playhead.audit;

import io.playhead.access.Secret;
import io.playhead.command.Command;
import io.playhead.command.CommandCall;
import io.playhead.command.CommandFailure;
import io.playhead.database.CommandConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Looks whether the listen log is as it was written, and says where it is not. */
final class VerifyCommand implements Command {

    private static final String FORMER = "former-secret-file";
    private static final String LOG = "log";

    @Override
    public String name() {
        return "verify-audit";
    }

    @Override
    public String usage() {
        return """
                verify-audit [--former-secret-file=file ...] [--log=file ...]
                  looks whether the listen log in playhead.database.* is as it was written with playhead.access.secret, or
                  with a former one: names each entry that is altered, missing or out of its place, and then fails. With
                  --log the signed heads that Playhead has logged (event=audit-head) must be there as well:
                  java -jar playhead.jar verify-audit --log=/var/log/playhead.log""";
    }

    @Override
    public Set<String> options() {
        return Set.of(FORMER, LOG);
    }

    @Override
    public void run(CommandCall call) {
        List<Seal> seals = seals(call);
        LoggedHeads logged = logged(call, seals);
        try (Connection connection = CommandConnection.open(call.settings())) {
            Verification verification = new Verification(connection, seals, logged);
            verification.run();
            verification.faults().forEach(call.out()::println);
            if (verification.count() > 0) {
                throw new CommandFailure(
                        "the listen log is not as it was written: " + verification.count() + " faults");
            }
            call.out().println(verification.summary());
        } catch (SQLException failure) {
            throw new CommandFailure("playhead.database.url: " + failure.getMessage(), failure);
        }
    }

    private static List<Seal> seals(CommandCall call) {
        try {
            List<Seal> seals = new ArrayList<>();
            seals.add(new Seal(Secret.configured(call.settings())));
            values(call, FORMER).forEach(file -> seals.add(new Seal(Secret.read(Path.of(file), "--" + FORMER))));
            return seals;
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static LoggedHeads logged(CommandCall call, List<Seal> seals) {
        LoggedHeads heads = new LoggedHeads(seals);
        for (String file : values(call, LOG)) {
            try (Stream<String> lines = Files.lines(Path.of(file))) {
                lines.forEach(heads::read);
            } catch (IOException unreadable) {
                throw new CommandFailure("--" + LOG + " cannot be read: " + file, unreadable);
            }
        }
        return heads;
    }

    private static List<String> values(CommandCall call, String option) {
        List<String> values = call.arguments().getOptionValues(option);
        return values == null ? List.of() : values;
    }
}
