package io.playhead.database;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param url {@code postgresql://host[:port]/database}, with or without {@code jdbc:} or {@code r2dbc:} before it;
 *     used for R2DBC and for the migrations
 * @param owner whose tables they are: ours to migrate, or an existing Wazo's, in which nothing is altered
 * @param connections most connections that queries may have open
 * @param readings most long results that are read at a time, each over a connection of its own
 * @param acquire how long a query waits for a free connection
 * @param statement how long the server works on one statement
 */
@ConfigurationProperties("playhead.database")
record DatabaseProperties(
        @Nullable String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("playhead") Owner owner,
        @DefaultValue("16") int connections,
        @DefaultValue("8") int readings,
        @DefaultValue("5s") Duration acquire,
        @DefaultValue("30s") Duration statement) {

    private static final Pattern CREDENTIALS = Pattern.compile("[?&](user|password)=");

    enum Owner {
        PLAYHEAD,
        WAZO
    }

    DatabaseProperties {
        location(url);
        if (connections < 1) {
            throw new IllegalArgumentException("playhead.database.connections must be at least 1: " + connections);
        }
        if (readings < 1) {
            throw new IllegalArgumentException("playhead.database.readings must be at least 1: " + readings);
        }
        if (acquire.isNegative() || acquire.isZero()) {
            throw new IllegalArgumentException("playhead.database.acquire must be positive: " + acquire);
        }
        if (statement.isNegative() || statement.isZero()) {
            throw new IllegalArgumentException("playhead.database.statement must be positive: " + statement);
        }
    }

    /** {@code //host[:port]/database[?options]}. */
    private static String location(@Nullable String url) {
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException("playhead.database.url must be set");
        }
        int scheme = url.indexOf("postgresql://");
        if (scheme < 0 || !url.substring(0, scheme).matches("|jdbc:|r2dbc:")) {
            throw new IllegalArgumentException("playhead.database.url must be a postgresql:// URL");
        }
        if (url.contains("@") || CREDENTIALS.matcher(url).find()) {
            throw new IllegalArgumentException(
                    "playhead.database.url must not hold the credentials: set playhead.database.username and .password");
        }
        return url.substring(scheme + "postgresql:".length());
    }

    String r2dbcUrl() {
        return "r2dbc:postgresql:" + location(url);
    }

    String jdbcUrl() {
        return "jdbc:postgresql:" + location(url);
    }

    @Override
    public String toString() {
        return "DatabaseProperties[owner=" + owner + "]";
    }
}
