package io.playhead.imports;

import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.access.AclName;
import io.playhead.access.Admitted;
import io.playhead.access.Caller;
import io.playhead.access.CanonicalUuid;
import io.playhead.access.Scope;
import io.playhead.audit.Action;
import io.playhead.audit.Actor;
import io.playhead.audit.AuditEntry;
import io.playhead.audit.AuditLog;
import io.playhead.http.ApiRequest;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import io.playhead.problem.ProblemException;
import io.playhead.storage.RecordingFolders;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** {@code POST /recordings/imports}, and {@code GET} and {@code DELETE} of one. */
final class ImportHandler {

    private static final String CREATE = "call-logd.recordings.imports.create";
    private static final AclName READ = AclName.of("call-logd.recordings.imports.{import_uuid}.read");
    private static final AclName DELETE = AclName.of("call-logd.recordings.imports.{import_uuid}.delete");
    private static final Set<String> FIELDS =
            Set.of("folder", "pattern", "tenant_uuid", "zone", "dry_run", "create_calls", "relink");
    private static final int MOST_PATTERNS = 20;

    private final Access access;
    private final ImportJobs jobs;
    private final ImportRunner runner;
    private final RecordingFolders folders;
    private final AuditLog log;
    private final InstantSource clock;

    ImportHandler(
            Access access,
            ImportJobs jobs,
            ImportRunner runner,
            RecordingFolders folders,
            AuditLog log,
            InstantSource clock) {
        this.access = access;
        this.jobs = jobs;
        this.runner = runner;
        this.folders = folders;
        this.log = log;
        this.clock = clock;
    }

    Mono<Reply> create(ApiRequest request) {
        return access.admit(AccessRequest.of(request, CREATE))
                .flatMap(admitted -> access.resolve(admitted, null, Scope.TREE)
                        .flatMap(caller -> created(request, admitted, caller)));
    }

    /** Who does not run this service, or speaks for another tenant, imports of the tenants' own folders alone: what else lies there is not theirs. */
    private Mono<Reply> created(ApiRequest request, Admitted admitted, Caller caller) {
        return access.isMaster(admitted)
                .map(master -> master && caller.tenant().equals(caller.home()))
                .flatMap(master -> request.body().map(body -> read(body, caller, master)))
                .map(wanted -> new ImportJob(
                        UUID.randomUUID(), caller.tenant(), wanted, "pending", "{}", null, clock.instant(), null, null))
                .flatMap(job -> jobs.insert(job).then(Mono.fromCallable(() -> {
                    runner.wake();
                    tell(job, Actor.of(caller.user(), request), "wanted");
                    return Replies.json(202, new ImportJson(job, List.of()).value());
                })));
    }

    private ImportRequest read(JsonNode body, Caller caller, boolean master) {
        if (!body.isObject()) {
            throw wrong("_schema", "Invalid input type.", "type");
        }
        for (String name : body.propertyNames()) {
            if (!FIELDS.contains(name)) {
                throw wrong(name.length() > 64 ? name.substring(0, 64) : name, "Unknown field.", "unknown");
            }
        }
        ImportRequest wanted = new ImportRequest(
                folder(body),
                patterns(body),
                tenant(body, caller),
                caller.tenants(),
                master,
                zone(body),
                flag(body, "dry_run"),
                flag(body, "create_calls"),
                flag(body, "relink"));
        if (wanted.root(folders).isEmpty()) {
            throw wrong("folder", "Must begin with the name of a root.", "root");
        }
        try {
            Names.of(wanted.patterns(), ZoneId.of(wanted.zone()));
        } catch (IllegalArgumentException bad) {
            throw wrong("pattern", String.valueOf(bad.getMessage()), "pattern");
        }
        return wanted;
    }

    private static String folder(JsonNode body) {
        String folder = text(body, "folder");
        if (folder == null) {
            throw wrong("folder", "Missing data for required field.", "required");
        }
        for (String part : folder.split("/", -1)) {
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || part.chars().anyMatch(Character::isISOControl)) {
                throw wrong(
                        "folder", "Must be a root's name, and names of folders below it, with / between.", "folder");
            }
        }
        return folder;
    }

    private static List<String> patterns(JsonNode body) {
        JsonNode given = body.path("pattern");
        if (given.isArray()
                && given.size() <= MOST_PATTERNS
                && given.valueStream().allMatch(JsonNode::isString)) {
            return given.valueStream().map(JsonNode::asString).toList();
        }
        if (given.isArray()) {
            throw wrong("pattern", "Not a valid list of at most " + MOST_PATTERNS + " patterns.", "type");
        }
        String one = text(body, "pattern");
        return one == null ? List.of() : List.of(one);
    }

    private static @Nullable UUID tenant(JsonNode body, Caller caller) {
        String text = text(body, "tenant_uuid");
        UUID tenant = text == null ? null : CanonicalUuid.parse(text);
        if (text != null && (tenant == null || !caller.tenants().contains(tenant))) {
            throw wrong("tenant_uuid", "Must be the UUID of a tenant within reach.", "tenant");
        }
        return tenant;
    }

    private static String zone(JsonNode body) {
        String zone = text(body, "zone");
        try {
            return zone == null ? "UTC" : ZoneId.of(zone).getId();
        } catch (DateTimeException unknown) {
            throw wrong("zone", "Must be a time zone, such as Europe/Berlin.", "zone");
        }
    }

    private static @Nullable String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()
                || value.asString().length() > 1000
                || value.asString().indexOf('\0') >= 0) {
            throw wrong(name, "Not a valid string.", "type");
        }
        return value.asString();
    }

    private static boolean flag(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "Not a valid boolean.", "type");
        }
        return value.booleanValue();
    }

    private static ProblemException wrong(String field, String message, String constraint) {
        return ImportProblems.badField(field, message, constraint).exception();
    }

    Mono<Reply> read(ApiRequest request) {
        UUID job = UUID.fromString(request.variable("import"));
        return caller(request, READ.with(job))
                .flatMap(caller -> found(job, caller))
                .flatMap(found -> jobs.findings(job).map(left -> new ImportJson(found, left)))
                .map(shown -> Replies.json(200, shown.value()));
    }

    Mono<Reply> delete(ApiRequest request) {
        UUID job = UUID.fromString(request.variable("import"));
        return caller(request, DELETE.with(job))
                .flatMap(caller -> found(job, caller)
                        .flatMap(found -> jobs.cancel(job).map(cancelled -> {
                            if (!cancelled) {
                                throw ImportProblems.isOver(job, found.state()).exception();
                            }
                            tell(found, Actor.of(caller.user(), request), "cancelled");
                            return Replies.noContent();
                        })));
    }

    private Mono<Caller> caller(ApiRequest request, String acl) {
        return access.admit(AccessRequest.of(request, acl))
                .flatMap(admitted -> access.resolve(admitted, null, Scope.TREE));
    }

    private Mono<ImportJob> found(UUID job, Caller caller) {
        return jobs.find(job, caller.tenants())
                .switchIfEmpty(Mono.error(() -> ImportProblems.noImport(job).exception()));
    }

    private void tell(ImportJob job, Actor actor, String outcome) {
        log.log(AuditEntry.of(clock.instant(), Action.IMPORT_MADE, job.tenant(), actor)
                .outcome(outcome)
                .with("import_uuid", job.uuid().toString())
                .with("folder", job.request().folder())
                .with("dry_run", job.request().dryRun()));
    }
}
