package io.playhead;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Two replicas on one database and one root. They keep rows for an hour, have few connections, and give a statement
 * three seconds. Started once in a run.
 *
 * @param second started after the first has served: what it knows comes from the database alone
 */
public record Replicas(RunningPlayhead first, RunningPlayhead second) {

    public static final int CONNECTIONS = 10;

    /** The tenant of the Wazo manual's example. */
    public static final UUID TENANT = UUID.fromString("2c34c282-433e-4bb8-8d56-fec14ff7e1e9");

    public static final String TOKEN = "0d1f7a52-aaaa-4bbb-8ccc-token-manual";

    /** An authority's header line. */
    public static final String AUTH = "X-Auth-Token: " + TOKEN;

    private static final Replicas STARTED = start();

    public static Replicas shared() {
        return STARTED;
    }

    public TestDatabase database() {
        return first.database();
    }

    public Path root() {
        return first.root();
    }

    private static Replicas start() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "playhead.media.row-cache", "1h",
                "playhead.database.connections", Integer.toString(CONNECTIONS),
                "playhead.database.acquire", "1s",
                "playhead.database.statement", "3s",
                "playhead.access.static.file", authority().toString()));
        RunningPlayhead first = RunningPlayhead.start(settings);
        settings.put("playhead.storage.disk.roots[0].path", first.root().toString());
        RunningPlayhead second = RunningPlayhead.start(settings, first.database());
        Replicas replicas = new Replicas(first, second);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            second.close();
            first.close();
        }));
        return replicas;
    }

    private static Path authority() {
        try {
            return Files.writeString(Files.createTempFile("playhead-test-access", ".yaml"), """
                    tenants:
                      - {uuid: %s, name: manual}
                    tokens:
                      - {sha256: %s, tenant: %s, acl: ["call-logd.#"]}
                    """.formatted(
                            TENANT, RunningPlayhead.sha256(TOKEN), TENANT));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
