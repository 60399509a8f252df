package io.playhead.identity;

import static io.playhead.RunningPlayhead.TENANT_M;
import static io.playhead.RunningPlayhead.TENANT_O;
import static io.playhead.RunningPlayhead.TENANT_U;
import static io.playhead.RunningPlayhead.TENANT_X;

import io.playhead.RunningPlayhead;
import io.playhead.WazoAuth;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Scripts that talk to a Wazo's wazo-auth, and to a Playhead that asks the same one. */
class WazoAutomationTest implements AutomationContract {

    private static final String MAKER = "9d1c0f8e-0000-4000-8000-00000maker00";
    private static final WazoAuth WAZO = WazoAuth.direct();

    @SuppressWarnings("NullAway.Init")
    private static RunningPlayhead playhead;

    @BeforeAll
    static void start() {
        WAZO.tenant(TENANT_M, null);
        WAZO.tenant(TENANT_U, TENANT_M);
        WAZO.tenant(TENANT_O, TENANT_M);
        WAZO.tenant(TENANT_X, null);
        WAZO.token(
                MAKER,
                UUID.randomUUID(),
                null,
                TENANT_M,
                null,
                "call-logd.#",
                "auth.tenants.read",
                "auth.users.#",
                "auth.policies.create");
        playhead = RunningPlayhead.start(Map.of(
                "playhead.access.authority", "wazo-auth",
                "playhead.access.wazo-auth.host", "127.0.0.1",
                "playhead.access.wazo-auth.port", Integer.toString(WAZO.port()),
                "playhead.access.wazo-auth.prefix", "",
                "playhead.access.wazo-auth.cache", CACHE.toString()));
    }

    @AfterAll
    static void stop() {
        playhead.close();
        WAZO.close();
    }

    @Override
    public Automation automation() {
        return new Automation(WAZO.port());
    }

    @Override
    public RunningPlayhead playhead() {
        return playhead;
    }

    @Override
    public String maker() {
        return MAKER;
    }
}
