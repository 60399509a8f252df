package io.playhead.imports;

import io.playhead.command.Command;
import io.playhead.command.CommandCall;
import io.playhead.command.CommandFailure;
import io.playhead.database.CommandConnection;
import io.playhead.storage.RecordingFolders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;

/** Registers recordings that lie in the configured roots already, without moving them. */
final class ImportCommand implements Command {

    private static final String FOLDER = "folder";
    private static final String PATTERN = "pattern";
    private static final String TENANT = "tenant";
    private static final String ZONE = "zone";
    private static final String SETTLE = "settle";
    private static final String CREATE = "create-calls";
    private static final String DRY = "dry-run";
    private static final String RELINK = "relink";

    private final PrintStream progress;
    private final InstantSource clock;

    /** Found by Spring's factories. */
    ImportCommand() {
        this(System.err, InstantSource.system());
    }

    /** @param progress for people */
    ImportCommand(PrintStream progress, InstantSource clock) {
        this.progress = progress;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "import";
    }

    @Override
    public String usage() {
        return """
                import [--folder=folder] [--pattern=pattern ...] [--tenant=uuid] [--zone=zone] [--settle=10s]
                       [--create-calls] [--relink] [--dry-run]
                  registers the recordings that lie in playhead.storage.disk.roots, or in one folder there, with their
                  calls, where they lie. Knows a Wazo's names; others by a pattern, or as asterisk or freepbx. Prints what
                  became of each file that was not registered already, as JSON lines. To run it again does no harm:
                  java -jar playhead.jar import --pattern=freepbx --tenant=... --create-calls --dry-run""";
    }

    @Override
    public Set<String> options() {
        return Set.of(FOLDER, PATTERN, TENANT, ZONE, SETTLE, CREATE, DRY, RELINK);
    }

    @Override
    public void run(CommandCall call) {
        ImportWish wish = wish(call);
        RecordingFolders folders = folders(call.settings());
        List<Path> from = call.value(FOLDER)
                .map(folder -> List.of(folder(folder, folders)))
                .orElseGet(() -> folders.all().stream()
                        .map(RecordingFolders.Folder::path)
                        .toList());
        PrintedReport report = new PrintedReport(call.out(), progress);
        try (Connection connection = CommandConnection.open(call.settings())) {
            Import running = new Import(connection, folders, wish, clock, report);
            for (Path folder : from) {
                running.run(folder);
            }
            report.end(wish.dryRun());
        } catch (SQLException failure) {
            throw new CommandFailure(
                    "the database: " + failure.getMessage() + "\nWhat was printed is done; run it again for the rest.",
                    failure);
        } catch (IOException failure) {
            throw new CommandFailure("cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static ImportWish wish(CommandCall call) {
        try {
            Duration settle = call.value(SETTLE).map(ImportCommand::settle).orElse(ImportWish.SETTLE);
            return new ImportWish(
                    Names.of(patterns(call), zone(call)),
                    call.value(TENANT).map(ImportCommand::tenant).orElse(null),
                    null,
                    true,
                    flag(call, CREATE),
                    flag(call, DRY),
                    flag(call, RELINK),
                    settle,
                    settle);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static List<String> patterns(CommandCall call) {
        List<String> given = call.arguments().getOptionValues(PATTERN);
        return given == null ? List.of() : given;
    }

    private static boolean flag(CommandCall call, String option) {
        List<String> values = call.arguments().getOptionValues(option);
        if (values != null && !values.isEmpty()) {
            throw new CommandFailure("--" + option + " takes no value");
        }
        return values != null;
    }

    private static UUID tenant(String text) {
        if (!Piece.TENANT.fits(text)) {
            throw new CommandFailure("--tenant must be a UUID: " + text);
        }
        return UUID.fromString(text);
    }

    private static Duration settle(String text) {
        Duration settle = DurationStyle.detectAndParse(text);
        if (settle.isNegative()) {
            throw new CommandFailure("--settle must not be negative: " + text);
        }
        return settle;
    }

    /** A PBX names files by the clock of its machine. */
    private static ZoneId zone(CommandCall call) {
        @Nullable String said = call.value(ZONE).orElse(call.settings().getProperty("playhead.time-zone"));
        try {
            return said == null ? ZoneId.systemDefault() : ZoneId.of(said);
        } catch (DateTimeException unknown) {
            throw new CommandFailure("--zone: there is no time zone " + said, unknown);
        }
    }

    private static RecordingFolders folders(Environment settings) {
        try {
            return RecordingFolders.configured(settings);
        } catch (BindException wrong) {
            Throwable cause = wrong;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new CommandFailure(String.valueOf(cause.getMessage()), wrong);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static Path folder(String text, RecordingFolders folders) {
        try {
            Path real = Path.of(text).toRealPath();
            if (Files.isDirectory(real) && folders.holding(real).isPresent()) {
                return real;
            }
        } catch (IOException | InvalidPathException none) {
            throw new CommandFailure("--folder: there is no folder " + text, none);
        }
        throw new CommandFailure(
                "--folder must be a folder within playhead.storage.disk.roots, every link followed: " + text);
    }
}
