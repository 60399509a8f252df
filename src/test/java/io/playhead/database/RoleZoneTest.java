package io.playhead.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.playhead.WazoRole;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleZoneTest {

    private final WazoRole wazo = WazoRole.ready();

    @AfterEach
    void drop() {
        wazo.close();
    }

    @Test
    void where_nothing_is_set_it_is_the_servers_own() {
        assumeThat(System.getenv("PLAYHEAD_TEST_DATABASE_URL"))
                .as("the server's zone is known")
                .isNull();
        assertThat(zone()).isEqualTo(ZoneId.of("America/Montreal"));
    }

    @Test
    void what_is_nearer_to_the_role_goes_first() {
        set("DATABASE " + wazo.database().name(), "Europe/Paris");
        assertThat(zone()).isEqualTo(ZoneId.of("Europe/Paris"));
        set("ROLE " + wazo.quoted(), "Asia/Tokyo");
        assertThat(zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        set("ROLE " + wazo.quoted() + " IN DATABASE " + wazo.database().name(), "Africa/Nairobi");
        assertThat(zone()).isEqualTo(ZoneId.of("Africa/Nairobi"));
    }

    @ParameterizedTest
    @CsvSource({
        "Etc/UTC, Etc/UTC",
        "-5, -05:00",
        "5.5, +05:30",
        "EST5EDT, EST5EDT",
        "<+03>-3, +03:00",
        "<-0330>3:30, -03:30"
    })
    void an_offset_is_one_too(String set, String zone) {
        set("ROLE " + wazo.quoted(), set);

        assertThat(zone()).isEqualTo(ZoneId.of(zone));
    }

    @Test
    void one_that_java_does_not_know_stops_the_start() {
        set("ROLE " + wazo.quoted(), "FOO3BAR");

        assertThatThrownBy(this::zone)
                .hasMessage("playhead.time-zone must be set: Java does not know the database's own: FOO3BAR");
    }

    @Test
    void over_an_encrypted_connection_what_is_set_for_the_role_is_told_and_the_servers_own_is_not() {
        DatabaseProperties plain = TestProperties.wazo(wazo.role());
        DatabaseProperties encrypted = new DatabaseProperties(
                // as R2DBC spells it: this test's server does not encrypt, and JDBC does not mind
                plain.url() + "?sslMode=require",
                plain.username(),
                plain.password(),
                plain.owner(),
                1,
                1,
                plain.acquire(),
                plain.statement());

        assertThatThrownBy(() -> RoleZone.of(encrypted)).hasMessageStartingWith("playhead.time-zone must be set: ");
        set("ROLE " + wazo.quoted(), "Asia/Tokyo");
        assertThat(RoleZone.of(encrypted)).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }

    private ZoneId zone() {
        return RoleZone.of(TestProperties.wazo(wazo.role()));
    }

    private void set(String whose, String zone) {
        wazo.run("ALTER " + whose + " SET TimeZone = '" + zone + "'");
    }

    @Test
    void on_playheads_own_database_it_is_utc() {
        assertThat(new DatabaseConfiguration()
                        .databaseZone(TestProperties.own(wazo.role()))
                        .zone())
                .isEqualTo(ZoneOffset.UTC);
    }
}
