package io.playhead.audit;

import io.playhead.RunningPlayhead;
import io.playhead.TestDatabase;
import io.playhead.command.CommandCall;
import io.playhead.command.CommandFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** What the command says. @param sound whether it has found nothing */
record Verified(boolean sound, String text) {

    static Verified of(TestDatabase database, String... options) {
        return with(RunningPlayhead.SECRET, database, options);
    }

    static Verified with(String secret, TestDatabase database, String... options) {
        StandardEnvironment settings = new StandardEnvironment();
        settings.getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "playhead.database.url", database.url(),
                                "playhead.database.username", database.username(),
                                "playhead.database.password", database.password(),
                                "playhead.access.secret", secret)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new VerifyCommand()
                    .run(new CommandCall(
                            new DefaultApplicationArguments(options),
                            settings,
                            new PrintStream(out, true, StandardCharsets.UTF_8)));
            return new Verified(true, out.toString(StandardCharsets.UTF_8));
        } catch (CommandFailure failure) {
            return new Verified(false, out.toString(StandardCharsets.UTF_8) + failure.getMessage());
        }
    }
}
