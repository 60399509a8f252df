package io.playhead;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Playhead beside an existing Wazo: on call-logd's database, as a role that may do no more than it has to, with a time
 * zone of its own, and with the original behind it. Trusts the proxy at 127.0.0.2. Started once in a run.
 */
public record BesideWazo(WazoRole wazo, RunningPlayhead playhead, Original original) {

    public static final String ROLES_ZONE = "America/Montreal";

    /** How long the original may say nothing. */
    public static final Duration RESPONSE = Duration.ofSeconds(1);

    private static final BesideWazo STARTED = start();

    public static BesideWazo shared() {
        return STARTED;
    }

    private static BesideWazo start() {
        WazoRole wazo = WazoRole.ready();
        wazo.run("ALTER ROLE " + wazo.quoted() + " SET TimeZone = '" + ROLES_ZONE + "'");
        Original original = Original.start();
        Map<String, String> settings = new HashMap<>(Map.of(
                "playhead.database.owner", "wazo",
                "playhead.database.username", wazo.role().username(),
                "playhead.database.password", wazo.role().password(),
                "playhead.http.trusted-proxies", "127.0.0.2",
                "playhead.call-logd.url", original.url(),
                "playhead.call-logd.connect", "1s",
                "playhead.call-logd.response", RESPONSE.toString()));
        RunningPlayhead playhead = RunningPlayhead.start(settings, wazo.database());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            playhead.close();
            wazo.close();
        }));
        return new BesideWazo(wazo, playhead, original);
    }
}
