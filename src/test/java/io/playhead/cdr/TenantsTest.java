package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever asks, however they ask: no row of a tenant outside their reach is shown, counted or played. */
class TenantsTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final UUID M = RunningPlayhead.TENANT_M;
    private static final UUID U = RunningPlayhead.TENANT_U;
    private static final UUID O = RunningPlayhead.TENANT_O;
    private static final UUID X = RunningPlayhead.TENANT_X;
    private static final String NONE = "";
    private static final UUID NOWHERE = UUID.fromString("55555555-5555-4555-8555-555555555555");

    /** M is above U and O; the others stand alone. */
    private static final Map<UUID, Set<UUID>> BELOW =
            Map.of(M, Set.of(M, U, O), U, Set.of(U), O, Set.of(O), X, Set.of(X));

    private static final Map<String, UUID> HOME = Map.of(
            RunningPlayhead.TOKEN_M, M,
            RunningPlayhead.TOKEN_U1, U,
            RunningPlayhead.TOKEN_U2, U,
            RunningPlayhead.TOKEN_O, O,
            RunningPlayhead.TOKEN_X, X);

    private static final Instant DAY = Instant.parse("1989-01-01T00:00:00Z");
    private static final Map<UUID, Owned> CALLS = calls();

    /** A tenant's only call of that day. */
    private record Owned(int call, UUID recording) {}

    record Ask(
            String token, @Nullable String header, @Nullable String query, boolean recurse, String filter) {

        /** The tenant that is asked about, or none if the token does not reach it. */
        @Nullable
        UUID tenant(boolean queryCounts) {
            Set<UUID> reach = BELOW.getOrDefault(HOME.get(token), Set.of());
            UUID home = HOME.get(token);
            if (header != null && !reach.contains(UUID.fromString(header))) {
                return null;
            }
            String named = queryCounts && query != null ? query : header;
            UUID wanted = named == null ? home : UUID.fromString(named);
            return wanted != null && reach.contains(wanted) ? wanted : null;
        }

        String parameters() {
            return filter + (query == null ? "" : "&tenant=" + query);
        }

        RawHttp.Answer get(String target) {
            return header == null
                    ? RawHttp.once(PLAYHEAD.port(), "GET", target, "X-Auth-Token: " + token)
                    : RawHttp.once(PLAYHEAD.port(), "GET", target, "X-Auth-Token: " + token, "Wazo-Tenant: " + header);
        }
    }

    private static Map<UUID, Owned> calls() {
        Map<UUID, Owned> calls = new HashMap<>();
        for (UUID tenant : List.of(M, U, O, X)) {
            UUID recording = UUID.randomUUID();
            try {
                Path file = Files.writeString(PLAYHEAD.root().resolve(recording + ".wav"), tenant.toString());
                calls.put(
                        tenant,
                        new Owned(
                                TestCall.of(tenant)
                                        .at(DAY)
                                        .participant(RunningPlayhead.USER_1, 1, "source", true, false)
                                        .recording(recording, file)
                                        .insertInto(PLAYHEAD.database()),
                                recording));
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        }
        return Map.copyOf(calls);
    }

    @Provide
    Arbitrary<Ask> asks() {
        Arbitrary<String> tenants = Arbitraries.of(
                NONE, NONE, NONE, M.toString(), U.toString(), O.toString(), X.toString(), NOWHERE.toString());
        return Combinators.combine(
                        Arbitraries.of(HOME.keySet()),
                        tenants,
                        tenants,
                        Arbitraries.of(true, false),
                        Arbitraries.of(
                                "limit=0",
                                "limit=100",
                                "limit=1",
                                "offset=0",
                                "order=id",
                                "direction=asc",
                                "limit=2&offset=1"))
                .as((token, header, query, recurse, filter) ->
                        new Ask(token, named(header), named(query), recurse, filter));
    }

    private static @Nullable String named(String tenant) {
        return tenant.equals(NONE) ? null : tenant;
    }

    @Property(tries = 150)
    void a_list_shows_and_counts_what_is_within_reach(@ForAll("asks") Ask ask) {
        UUID tenant = ask.tenant(true);
        RawHttp.Answer answer = ask.get("/1.0/cdr?from=1989-01-01T00:00&until=1989-01-02T00:00&recurse=" + ask.recurse()
                + "&" + ask.parameters());

        if (tenant == null) {
            assertThat(answer.status()).isEqualTo(401);
            return;
        }
        Set<UUID> visible = ask.recurse() ? BELOW.getOrDefault(tenant, Set.of()) : Set.of(tenant);
        JsonNode list = JsonMapper.shared().readTree(answer.text());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(list.path("filtered").asInt()).isEqualTo(visible.size());
        list.path("items")
                .forEach(item -> assertThat(visible)
                        .contains(UUID.fromString(item.path("tenant_uuid").asString())));
        if (ask.filter().equals("limit=0")) {
            assertThat(list.path("items")).hasSize(visible.size());
        }
    }

    @Property(tries = 150)
    void a_call_is_found_within_reach_alone(@ForAll("asks") Ask ask) {
        UUID tenant = ask.tenant(false);
        CALLS.forEach((owner, owned) -> {
            RawHttp.Answer answer = ask.get("/1.0/cdr/" + owned.call() + "?" + ask.parameters());

            boolean visible =
                    tenant != null && BELOW.getOrDefault(tenant, Set.of()).contains(owner);
            assertThat(answer.status()).as(answer.text()).isEqualTo(tenant == null ? 401 : visible ? 200 : 404);
            assertThat(answer.text().contains("\"source_name\"")).isEqualTo(visible);
        });
    }

    @Property(tries = 150)
    void media_play_within_reach_alone(@ForAll("asks") Ask ask) {
        UUID tenant = ask.tenant(true);
        CALLS.forEach((owner, owned) -> CALLS.values().forEach(other -> {
            RawHttp.Answer answer = ask.get("/1.0/cdr/" + owned.call() + "/recordings/" + other.recording() + "/media?"
                    + (ask.query() == null ? "" : "tenant=" + ask.query()));

            boolean visible =
                    tenant != null && BELOW.getOrDefault(tenant, Set.of()).contains(owner);
            boolean its = owned.equals(other);
            assertThat(answer.status()).as(answer.text()).isEqualTo(tenant == null ? 401 : visible && its ? 200 : 404);
            assertThat(answer.text().equals(owner.toString())).isEqualTo(visible && its);
        }));
    }

    /** The scope of {@code /users/me} is the one tenant, and only calls in which the user takes part. */
    @Property(tries = 80)
    void my_media_are_of_my_calls_in_one_tenant(@ForAll("asks") Ask ask) {
        UUID tenant = ask.tenant(true);
        boolean takesPart = ask.token().equals(RunningPlayhead.TOKEN_U1);
        boolean person = takesPart || ask.token().equals(RunningPlayhead.TOKEN_U2);
        boolean headerRefused =
                ask.header() != null && new Ask(ask.token(), ask.header(), null, false, "").tenant(false) == null;
        CALLS.forEach((owner, owned) -> {
            RawHttp.Answer answer = ask.get("/1.0/users/me/cdr/" + owned.call() + "/recordings/" + owned.recording()
                    + "/media?" + (ask.query() == null ? "" : "tenant=" + ask.query()));

            int expected = headerRefused
                    ? 401
                    : !person ? 400 : tenant == null ? 401 : takesPart && tenant.equals(owner) ? 200 : 404;
            assertThat(answer.status()).as(answer.text()).isEqualTo(expected);
        });
    }
}
