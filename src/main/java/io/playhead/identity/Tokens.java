package io.playhead.identity;

import io.playhead.access.Credential;
import io.playhead.access.IssuedTokens;
import io.playhead.access.Kept;
import io.playhead.access.TokenDigest;
import io.playhead.database.Queries;
import io.playhead.http.AtHand;
import io.playhead.identity.Grant.Bound;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Tokens in PostgreSQL, by their digests. What is known of one is used again for the configured time, and for a second at
 * most that there is none.
 */
final class Tokens implements IssuedTokens {

    private static final int MOST_KEPT = 10_000;
    private static final long UNKNOWN = Duration.ofSeconds(1).toNanos();

    private static final String FIND = """
            SELECT u.uuid, u.tenant_uuid, t.expires_at, p.acl, p.maker_uuid, p.maker_acl, g.giver_uuid, g.giver_acl
            FROM playhead.identity_token t
            JOIN playhead.identity_user u ON u.uuid = t.user_uuid
            LEFT JOIN playhead.identity_user_policy g ON g.user_uuid = u.uuid
            LEFT JOIN playhead.identity_policy p ON p.uuid = g.policy_uuid
            WHERE t.digest = $1""";

    private final DatabaseClient database;
    private final Queries queries;
    private final Kept<TokenDigest, Optional<Found>> kept;

    Tokens(DatabaseClient database, Queries queries, Duration cache) {
        this.database = database;
        this.queries = queries;
        long keep = cache.toNanos();
        this.kept = new Kept<>(
                MOST_KEPT,
                cache,
                (found, age) -> age < (found.isPresent() ? keep : Math.min(keep, UNKNOWN)),
                System::nanoTime);
    }

    /** @param acl of all policies, as written */
    record Found(Issued issued, List<String> acl) {}

    /** Whose a refresh token is. */
    record Refresh(UUID user) {}

    private record Row(
            UUID user,
            UUID tenant,
            Instant expires,
            @Nullable Grant grant) {}

    @Override
    public Mono<Optional<Issued>> find(TokenDigest token) {
        return AtHand.map(found(token), found -> found.map(Found::issued));
    }

    /** As {@link #find}, with all there is to say. */
    Mono<Optional<Found>> found(TokenDigest token) {
        return kept.get(token, () -> query(token));
    }

    private Mono<Optional<Found>> query(TokenDigest token) {
        return queries.run(database.sql(FIND)
                .bind(0, token.octets())
                .map(Tokens::row)
                .all()
                .collectList()
                .map(Tokens::found));
    }

    private static Optional<Found> found(List<Row> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Row any = rows.getFirst();
        List<Grant> grants = rows.stream()
                .map(Row::grant)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        List<String> acl = grants.stream()
                .flatMap(grant -> grant.acl().stream())
                .distinct()
                .toList();
        return Optional.of(
                new Found(new Issued(any.user(), any.tenant(), Grant.of(any.user(), grants), any.expires()), acl));
    }

    /** Those who have expired are cleared away on the way. */
    Mono<Void> add(Credential token, UUID user, Instant issued, Instant expires) {
        return queries.run(database.sql("""
                        WITH cleared AS (DELETE FROM playhead.identity_token WHERE expires_at < $3)
                        INSERT INTO playhead.identity_token (digest, user_uuid, issued_at, expires_at)
                        VALUES ($1, $2, $3, $4)""")
                .bind(0, token.digest().octets())
                .bind(1, user)
                .bind(2, issued)
                .bind(3, expires)
                .then());
    }

    /** At once here, on other replicas when what they keep is too old. */
    Mono<Void> revoke(Credential token) {
        return queries.run(database.sql("DELETE FROM playhead.identity_token WHERE digest = $1")
                        .bind(0, token.digest().octets())
                        .then())
                .doOnSuccess(done -> kept.forget(token.digest()));
    }

    /** The one before, of the same user and client, is good no longer. */
    Mono<Void> addRefresh(Credential token, UUID user, String client) {
        return queries.run(database.sql("""
                        INSERT INTO playhead.identity_refresh_token (digest, user_uuid, client_id) VALUES ($1, $2, $3)
                        ON CONFLICT (user_uuid, client_id) DO UPDATE SET digest = excluded.digest, created_at = now()""")
                .bind(0, token.digest().octets())
                .bind(1, user)
                .bind(2, client)
                .then());
    }

    /** Empty if it is not one of this client. */
    Mono<Refresh> refresh(Credential token, String client) {
        return queries.run(database.sql("""
                        SELECT user_uuid FROM playhead.identity_refresh_token WHERE digest = $1 AND client_id = $2""")
                .bind(0, token.digest().octets())
                .bind(1, client)
                .map(row -> new Refresh(Objects.requireNonNull(row.get("user_uuid", UUID.class))))
                .one());
    }

    private static Row row(Readable row) {
        String[] acl = row.get("acl", String[].class);
        return new Row(
                Objects.requireNonNull(row.get("uuid", UUID.class)),
                Objects.requireNonNull(row.get("tenant_uuid", UUID.class)),
                Objects.requireNonNull(row.get("expires_at", Instant.class)),
                acl == null ? null : new Grant(List.of(acl), List.of(bound(row, "maker"), bound(row, "giver"))));
    }

    private static Bound bound(Readable row, String who) {
        return new Bound(
                Objects.requireNonNull(row.get(who + "_uuid", UUID.class)),
                List.of(Objects.requireNonNull(row.get(who + "_acl", String[].class))));
    }
}
