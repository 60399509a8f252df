package io.playhead.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time zone of a session of the database's role that asks for none, as call-logd's are. What is set for the role or
 * the database is in the catalog. The server's own is shown to nobody whose driver sends another: hence a session
 * without.
 */
final class RoleZone {

    /** In the order in which PostgreSQL lets one go before the other; in the form in which it shows them. */
    private static final String SET = """
            SELECT set_config('TimeZone', substr(setting, strpos(setting, '=') + 1), false)
            FROM pg_db_role_setting s, unnest(s.setconfig) setting
            WHERE lower(split_part(setting, '=', 1)) = 'timezone'
              AND s.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = session_user))
              AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
            ORDER BY s.setrole = 0, s.setdatabase = 0 LIMIT 1""";

    private static final String SHOW = "SELECT current_setting('TimeZone')";
    private static final Pattern ENCRYPTED =
            Pattern.compile("[?&](ssl(=true)?(&|$)|sslmode=(require|verify-ca|verify-full))", Pattern.CASE_INSENSITIVE);
    /** How PostgreSQL writes an offset: first as everybody does, then as POSIX has it, the other way round. */
    private static final Pattern OFFSET = Pattern.compile("<([+-]\\d{2}(:?\\d{2})?)>.*");

    private RoleZone() {}

    /** @throws IllegalStateException if it cannot be told, which says what to set instead */
    static ZoneId of(DatabaseProperties properties) {
        String name;
        try {
            List<String> set = set(properties);
            name = set.isEmpty() ? ofServer(properties) : set.getFirst();
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "playhead.time-zone must be set: the database does not tell its own: " + failure.getMessage(),
                    failure);
        }
        return zone(name);
    }

    private static List<String> set(DatabaseProperties properties) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(properties.jdbcUrl(), properties.username(), properties.password())) {
            return new Catalog(connection).strings(SET);
        }
    }

    private static String ofServer(DatabaseProperties properties) throws SQLException {
        String url = properties.jdbcUrl();
        if (ENCRYPTED.matcher(url).find()) {
            throw new SQLException("the session that asks for it is not encrypted");
        }
        int question = url.indexOf('?');
        Properties session = new Properties();
        session.setProperty("user", properties.username());
        session.setProperty("password", properties.password());
        session.setProperty("sslmode", "disable");
        session.setProperty("gssEncMode", "disable");
        session.setProperty("socketFactory", StartupWithoutZone.class.getName());
        try (Connection connection =
                DriverManager.getConnection(question < 0 ? url : url.substring(0, question), session)) {
            return new Catalog(connection).strings(SHOW).getFirst();
        }
    }

    private static ZoneId zone(String name) {
        Matcher offset = OFFSET.matcher(name);
        try {
            return offset.matches() ? ZoneOffset.of(offset.group(1)) : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new IllegalStateException(
                    "playhead.time-zone must be set: Java does not know the database's own: " + name, unknown);
        }
    }
}
