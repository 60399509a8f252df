package io.playhead;

import java.util.HashMap;
import java.util.Map;

/**
 * Playhead beside an existing Wazo: on call-logd's database, as a role that may do no more than it has to, with a time
 * zone of its own. Started once in a run.
 */
public record BesideWazo(WazoRole wazo, RunningPlayhead playhead) {

    public static final String ROLES_ZONE = "America/Montreal";

    private static final BesideWazo STARTED = start();

    public static BesideWazo shared() {
        return STARTED;
    }

    private static BesideWazo start() {
        WazoRole wazo = WazoRole.ready();
        wazo.run("ALTER ROLE " + wazo.quoted() + " SET TimeZone = '" + ROLES_ZONE + "'");
        Map<String, String> settings = new HashMap<>(Map.of(
                "playhead.database.owner", "wazo",
                "playhead.database.username", wazo.role().username(),
                "playhead.database.password", wazo.role().password()));
        RunningPlayhead playhead = RunningPlayhead.start(settings, wazo.database());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            playhead.close();
            wazo.close();
        }));
        return new BesideWazo(wazo, playhead);
    }
}
