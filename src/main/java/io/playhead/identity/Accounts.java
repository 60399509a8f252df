package io.playhead.identity;

import io.playhead.access.Directory.Holder;
import io.playhead.database.Queries;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/** Users and policies in PostgreSQL. */
final class Accounts {

    private final DatabaseClient database;
    private final Queries queries;

    Accounts(DatabaseClient database, Queries queries) {
        this.database = database;
        this.queries = queries;
    }

    record User(
            UUID uuid,
            UUID tenant,
            String username,
            @Nullable String firstname,
            @Nullable String lastname) {}

    record Policy(
            UUID uuid, UUID tenant, String name, @Nullable String description, List<String> acl) {}

    /** Who may log in, if the password is right. */
    record Login(UUID user, Passwords.Hashed password) {}

    /** Fails with {@code conflict} if somebody has the name already. */
    Mono<User> add(User user, Passwords.Hashed password) {
        GenericExecuteSpec insert = database.sql("""
                        INSERT INTO playhead.identity_user
                          (uuid, tenant_uuid, username, firstname, lastname, salt, iterations, password)
                        VALUES (:uuid, :tenant, :username, :firstname, :lastname, :salt, :iterations, :password)""")
                .bind("uuid", user.uuid())
                .bind("tenant", user.tenant())
                .bind("username", user.username())
                .bind("salt", password.salt())
                .bind("iterations", password.iterations())
                .bind("password", password.hash());
        GenericExecuteSpec named = optional(insert, "firstname", user.firstname());
        return inserted(optional(named, "lastname", user.lastname()), "users", "username")
                .thenReturn(user);
    }

    /** Fails with {@code conflict} if the tenant has one of the name already. */
    Mono<Policy> add(Policy policy, Holder maker) {
        GenericExecuteSpec insert = database.sql("""
                        INSERT INTO playhead.identity_policy
                          (uuid, tenant_uuid, name, description, acl, maker_uuid, maker_acl)
                        VALUES (:uuid, :tenant, :name, :description, :acl, :maker, :makerAcl)""")
                .bind("uuid", policy.uuid())
                .bind("tenant", policy.tenant())
                .bind("name", policy.name())
                .bind("acl", array(policy.acl()))
                .bind("maker", maker.user())
                .bind("makerAcl", array(maker.acl()));
        return inserted(optional(insert, "description", policy.description()), "policies", "name")
                .thenReturn(policy);
    }

    /** Gives a policy to a user; the giver's bounds are those of the last time. */
    Mono<Void> give(UUID user, UUID policy, Holder giver) {
        return queries.run(database.sql("""
                        INSERT INTO playhead.identity_user_policy (user_uuid, policy_uuid, giver_uuid, giver_acl)
                        VALUES ($1, $2, $3, $4)
                        ON CONFLICT (user_uuid, policy_uuid)
                        DO UPDATE SET giver_uuid = excluded.giver_uuid, giver_acl = excluded.giver_acl""")
                .bind(0, user)
                .bind(1, policy)
                .bind(2, giver.user())
                .bind(3, array(giver.acl()))
                .then());
    }

    /** Empty if these tenants have no such user. */
    Mono<UUID> user(UUID user, Set<UUID> tenants) {
        return queries.run(
                database.sql("SELECT uuid FROM playhead.identity_user WHERE uuid = $1 AND tenant_uuid = ANY($2)")
                        .bind(0, user)
                        .bind(1, tenants.toArray(UUID[]::new))
                        .map(row -> Objects.requireNonNull(row.get("uuid", UUID.class)))
                        .one());
    }

    /** Empty if these tenants have no such policy. */
    Mono<Policy> policy(UUID policy, Set<UUID> tenants) {
        return queries.run(database.sql("""
                        SELECT uuid, tenant_uuid, name, description, acl FROM playhead.identity_policy
                        WHERE uuid = $1 AND tenant_uuid = ANY($2)""")
                .bind(0, policy)
                .bind(1, tenants.toArray(UUID[]::new))
                .map(row -> policy(row))
                .one());
    }

    /** Empty if nobody has the name. */
    Mono<Login> login(String username) {
        return queries.run(
                database.sql("SELECT uuid, salt, iterations, password FROM playhead.identity_user WHERE username = $1")
                        .bind(0, username)
                        .map(row -> login(row))
                        .one());
    }

    private Mono<Void> inserted(GenericExecuteSpec insert, String resource, String unique) {
        return queries.run(insert.then())
                .onErrorMap(
                        failure -> failure instanceof DataIntegrityViolationException
                                || failure instanceof R2dbcDataIntegrityViolationException,
                        taken -> IdentityProblems.conflict(resource, unique).exception(taken));
    }

    private static GenericExecuteSpec optional(GenericExecuteSpec spec, String name, @Nullable String value) {
        return value == null ? spec.bindNull(name, String.class) : spec.bind(name, value);
    }

    private static Policy policy(Readable row) {
        return new Policy(
                Objects.requireNonNull(row.get("uuid", UUID.class)),
                Objects.requireNonNull(row.get("tenant_uuid", UUID.class)),
                Objects.requireNonNull(row.get("name", String.class)),
                row.get("description", String.class),
                List.of(Objects.requireNonNull(row.get("acl", String[].class))));
    }

    private static Login login(Readable row) {
        return new Login(
                Objects.requireNonNull(row.get("uuid", UUID.class)),
                new Passwords.Hashed(
                        Objects.requireNonNull(row.get("salt", byte[].class)),
                        Objects.requireNonNull(row.get("iterations", Integer.class)),
                        Objects.requireNonNull(row.get("password", byte[].class))));
    }

    private static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }
}
