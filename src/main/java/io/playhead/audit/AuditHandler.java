package io.playhead.audit;

import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.access.AclName;
import io.playhead.access.Admitted;
import io.playhead.access.Caller;
import io.playhead.access.Scope;
import io.playhead.http.Accept;
import io.playhead.http.ApiRequest;
import io.playhead.http.Query;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;

/** {@code GET /audit} and {@code GET /recordings/{recording}/listens}: JSON in pages, or lines of it to the end. */
final class AuditHandler {

    private static final String READ = "call-logd.audit.read";
    private static final AclName READ_LISTENS = AclName.of("call-logd.recordings.{recording_uuid}.listens.read");
    private static final MediaType JSON = MediaType.APPLICATION_JSON;
    private static final MediaType NDJSON = MediaType.APPLICATION_NDJSON;
    /** What a link does not repeat: a place of its own comes in, and a token belongs in no link. */
    private static final Set<String> NOT_IN_LINKS = Set.of("after", "token");

    private final Access access;
    private final AuditEntries entries;

    AuditHandler(Access access, AuditEntries entries) {
        this.access = access;
        this.entries = entries;
    }

    /** The master tenant, asking for itself and the tenants below, sees what is of no tenant as well. */
    Mono<Reply> list(ApiRequest request) {
        return access.admit(AccessRequest.of(request, READ)).flatMap(admitted -> {
            AuditQuery query = AuditQuery.of(request.query());
            return resolved(request, admitted, query)
                    .flatMap(caller -> query.recurse() && caller.tenant().equals(caller.home())
                            ? access.isMaster(admitted).map(master -> tenants(caller, master))
                            : Mono.just(caller.tenants()))
                    .flatMap(tenants -> reply(request, "/1.0/audit", query, tenants));
        });
    }

    /** A recording that is not there any more has been listened to nevertheless, and one that nobody has heard has not. */
    Mono<Reply> listens(ApiRequest request) {
        UUID recording = UUID.fromString(request.variable("recording"));
        return access.admit(AccessRequest.of(request, READ_LISTENS.with(recording)))
                .flatMap(admitted -> {
                    AuditQuery query = AuditQuery.ofListens(recording, request.query());
                    return resolved(request, admitted, query)
                            .flatMap(caller -> reply(
                                    request, "/1.0/recordings/" + recording + "/listens", query, caller.tenants()));
                });
    }

    private Mono<Caller> resolved(ApiRequest request, Admitted admitted, AuditQuery query) {
        return access.resolve(admitted, request.query().first("tenant"), Scope.recursive(query.recurse()));
    }

    private static Set<UUID> tenants(Caller caller, boolean ofNobodyToo) {
        Set<UUID> tenants = new HashSet<>(caller.tenants());
        if (ofNobodyToo) {
            tenants.add(StoredEntry.NO_TENANT);
        }
        return tenants;
    }

    private Mono<Reply> reply(ApiRequest request, String path, AuditQuery query, Set<UUID> tenants) {
        String accept = request.header("Accept");
        boolean lines = accept != null && Accept.weightOfExactly(accept, NDJSON) > Accept.weightOfExactly(accept, JSON);
        return lines
                ? Mono.just(Reply.streamed(
                        200,
                        NDJSON.toString(),
                        entries.all(query, tenants)
                                .map(portion -> portion.stream()
                                        .map(AuditJson::line)
                                        .collect(Collectors.joining())
                                        .getBytes(StandardCharsets.UTF_8))))
                : entries.page(query, tenants, query.page() + 1).map(found -> page(request, path, query, found));
    }

    private static Reply page(ApiRequest request, String path, AuditQuery query, List<StoredEntry> found) {
        boolean more = found.size() > query.page();
        List<StoredEntry> shown = more ? found.subList(0, query.page()) : found;
        UUID next = more ? shown.getLast().id() : null;
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("items", shown.stream().map(AuditJson::of).toList());
        body.put("next", next);
        Reply reply = Replies.json(200, body);
        if (next != null) {
            reply.headers().set("link", "<" + link(request, path, next) + ">; rel=\"next\"");
        }
        return reply;
    }

    private static String link(ApiRequest request, String path, UUID next) {
        StringBuilder link = new StringBuilder(request.script()).append(path).append('?');
        Query query = request.query();
        query.values().forEach((key, value) -> {
            if (!NOT_IN_LINKS.contains(key)) {
                link.append(encoded(key)).append('=').append(encoded(value)).append('&');
            }
        });
        return link.append("after=").append(next).toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
