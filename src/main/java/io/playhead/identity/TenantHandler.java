package io.playhead.identity;

import io.playhead.access.AccessProblems;
import io.playhead.access.Authority;
import io.playhead.access.Credential;
import io.playhead.access.Directory;
import io.playhead.http.ApiRequest;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** {@code GET /tenants} of wazo-auth 0.1. */
final class TenantHandler {

    private static final String READ = "auth.tenants.read";

    private final Authority authority;
    private final Directory directory;

    TenantHandler(Authority authority, Directory directory) {
        this.authority = authority;
        this.directory = directory;
    }

    /** The tenant of the header, else the token's own, and all below it. */
    Mono<Reply> list(ApiRequest request) {
        Credential credential = Presented.token(request);
        String named = Presented.tenant(request);
        if (credential.text().isEmpty()) {
            return Mono.error(
                    () -> AccessProblems.unknownToken(credential, READ).exception());
        }
        return authority
                .check(credential, READ, named)
                .then(Mono.defer(() -> authority.details(credential)))
                .flatMap(token -> authority.tree(token, named == null ? token.tenant() : UUID.fromString(named)))
                .map(tenants -> Replies.json(200, shown(directory.tenants(tenants))));
    }

    private static Map<String, Object> shown(List<Directory.Tenant> tenants) {
        List<Map<String, @Nullable Object>> items =
                tenants.stream().map(TenantHandler::shown).toList();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("items", items);
        shown.put("total", items.size());
        shown.put("filtered", items.size());
        return shown;
    }

    private static Map<String, @Nullable Object> shown(Directory.Tenant tenant) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("uuid", tenant.uuid().toString());
        shown.put("name", tenant.name());
        // wazo-auth's own highest tenant is its own parent
        shown.put("parent_uuid", tenant.parent().orElse(tenant.uuid()).toString());
        return shown;
    }
}
