package io.playhead.identity;

import io.playhead.access.AccessProblems;
import io.playhead.access.Acl;
import io.playhead.access.AclName;
import io.playhead.access.Authority;
import io.playhead.access.Credential;
import io.playhead.access.Directory;
import io.playhead.access.Directory.Holder;
import io.playhead.access.Token;
import io.playhead.http.ApiRequest;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import io.playhead.identity.Accounts.Policy;
import io.playhead.identity.Accounts.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Users and policies, as {@code POST /users}, {@code POST /policies} and {@code PUT /users/{user}/policies/{policy}} of
 * wazo-auth 0.1. Only who has a token of the static authority's file may make any: with a token that is made here nobody
 * makes others.
 */
final class AccountHandler {

    private static final String CREATE_USER = "auth.users.create";
    private static final String CREATE_POLICY = "auth.policies.create";
    private static final AclName GIVE = AclName.of("auth.users.{user_uuid}.policies.{policy_uuid}.edit");

    private static final int NAME = 256;
    private static final int DESCRIPTION = 4096;
    private static final int GRANTS = 1000;
    private static final int GRANT = 1024;

    private final Authority authority;
    private final Directory directory;
    private final Accounts accounts;
    private final Passwords passwords;

    AccountHandler(Authority authority, Directory directory, Accounts accounts, Passwords passwords) {
        this.authority = authority;
        this.directory = directory;
        this.accounts = accounts;
        this.passwords = passwords;
    }

    /** @param tenant whose what is made will be */
    private record Maker(Credential credential, Holder holder, UUID tenant) {}

    Mono<Reply> addUser(ApiRequest request) {
        return maker(request, CREATE_USER)
                .flatMap(maker -> request.body()
                        .map(Fields::of)
                        .flatMap(fields -> {
                            User user = user(fields, maker.tenant());
                            return passwords
                                    .hash(fields.text("password", NAME))
                                    .flatMap(hashed -> accounts.add(user, hashed));
                        })
                        .map(user -> Replies.json(200, shown(user))));
    }

    private static User user(Fields fields, UUID tenant) {
        UUID given = fields.optionalUuid("uuid");
        String username = fields.text("username", NAME);
        if (username.indexOf(':') >= 0) {
            throw IdentityProblems.invalid("username", "No colon can be sent in it.")
                    .exception();
        }
        return new User(
                given == null ? UUID.randomUUID() : given,
                tenant,
                username,
                fields.optionalText("firstname", NAME),
                fields.optionalText("lastname", NAME));
    }

    Mono<Reply> addPolicy(ApiRequest request) {
        return maker(request, CREATE_POLICY)
                .flatMap(maker -> request.body()
                        .map(Fields::of)
                        .map(fields -> new Policy(
                                UUID.randomUUID(),
                                maker.tenant(),
                                fields.text("name", NAME),
                                fields.optionalText("description", DESCRIPTION),
                                fields.texts("acl", GRANTS, GRANT)))
                        .doOnNext(policy -> mayGrant(maker, policy.acl()))
                        .flatMap(policy -> accounts.add(policy, maker.holder()))
                        .map(policy -> Replies.json(200, shown(policy))));
    }

    Mono<Reply> give(ApiRequest request) {
        UUID user = UUID.fromString(request.variable("user"));
        UUID policy = UUID.fromString(request.variable("policy"));
        return maker(request, GIVE.with(user, policy))
                .flatMap(giver -> reach(giver).flatMap(tenants -> give(giver, user, policy, tenants)))
                .thenReturn(Replies.noContent());
    }

    private Mono<Void> give(Maker giver, UUID user, UUID policy, Set<UUID> tenants) {
        return accounts.user(user, tenants)
                .switchIfEmpty(
                        Mono.error(() -> IdentityProblems.unknownUser(user).exception()))
                .then(Mono.defer(() -> accounts.policy(policy, tenants)))
                .switchIfEmpty(
                        Mono.error(() -> IdentityProblems.unknownPolicy(policy).exception()))
                .doOnNext(known -> mayGrant(giver, known.acl()))
                .flatMap(known -> accounts.give(user, policy, giver.holder()));
    }

    private Mono<Set<UUID>> reach(Maker maker) {
        Holder holder = maker.holder();
        Token token = new Token(maker.credential(), holder.user(), Optional.empty(), holder.tenant(), Optional.empty());
        return authority.tree(token, holder.tenant());
    }

    private Mono<Maker> maker(ApiRequest request, String access) {
        Credential credential = Presented.token(request);
        String named = Presented.tenant(request);
        return authority.check(credential, access, named).then(Mono.fromCallable(() -> {
            Holder holder = directory
                    .holder(credential)
                    .orElseThrow(() -> AccessProblems.missingPermission(credential, access, named)
                            .exception());
            return new Maker(credential, holder, named == null ? holder.tenant() : UUID.fromString(named));
        }));
    }

    /** As wazo-auth compares: each grant is a name that the maker may use. What takes something away anybody may add. */
    private static void mayGrant(Maker maker, List<String> grants) {
        Acl own = Acl.of(maker.holder().acl(), maker.holder().user().toString(), null);
        for (String grant : grants) {
            if (!grant.startsWith("!") && !own.allow(grant)) {
                throw AccessProblems.missingPermission(
                                maker.credential(), grant, maker.tenant().toString())
                        .exception();
            }
        }
    }

    private static Map<String, @Nullable Object> shown(User user) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("uuid", user.uuid().toString());
        shown.put("tenant_uuid", user.tenant().toString());
        shown.put("username", user.username());
        shown.put("firstname", user.firstname());
        shown.put("lastname", user.lastname());
        shown.put("purpose", "external_api");
        shown.put("enabled", true);
        shown.put("emails", List.of());
        return shown;
    }

    private static Map<String, @Nullable Object> shown(Policy policy) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("uuid", policy.uuid().toString());
        shown.put("tenant_uuid", policy.tenant().toString());
        shown.put("name", policy.name());
        shown.put("description", policy.description());
        shown.put("acl", policy.acl());
        shown.put("read_only", false);
        return shown;
    }
}
