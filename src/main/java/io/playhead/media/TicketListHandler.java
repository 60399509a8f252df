package io.playhead.media;

import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.http.ApiRequest;
import io.playhead.http.Reply;
import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import io.playhead.problem.ProblemException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /media/tickets}: one for each of a list of recordings. Those for which there is none are told beside the
 * others; where there is none at all, the first reason is the answer.
 */
final class TicketListHandler {

    private static final String RECORDINGS = "recordings";
    private static final String CALL = "cdr_id";
    private static final String RECORDING = "recording_uuid";
    private static final int MOST = 100;
    /** Each may be a question to the authority and one to the database. */
    private static final int AT_A_TIME = 8;

    private final Access access;
    private final TicketMaker maker;

    TicketListHandler(Access access, TicketMaker maker) {
        this.access = access;
        this.maker = maker;
    }

    /** Of what one ticket was asked for. */
    private record Wanted(BigInteger call, UUID recording, TicketWish wish) {

        Map<String, Object> named() {
            Map<String, Object> named = new LinkedHashMap<>();
            named.put(CALL, call);
            named.put(RECORDING, recording);
            return named;
        }
    }

    private record Outcome(
            Map<String, Object> told, @Nullable ProblemException failure) {}

    Mono<Reply> create(ApiRequest request) {
        return create(request, false);
    }

    Mono<Reply> createMine(ApiRequest request) {
        return create(request, true);
    }

    private Mono<Reply> create(ApiRequest request, boolean me) {
        return access.requireToken(AccessRequest.of(request, ""))
                .then(request.body())
                .map(TicketListHandler::wanted)
                .flatMapMany(Flux::fromIterable)
                .flatMapSequential(one -> outcome(request, one, me), AT_A_TIME)
                .collectList()
                .map(TicketListHandler::reply);
    }

    private Mono<Outcome> outcome(ApiRequest request, Wanted one, boolean me) {
        MediaPath path = new MediaPath("", me, one.call(), one.recording());
        return maker.ticket(request, path, Mono.just(one.wish()))
                .map(ticket -> {
                    Map<String, Object> told = one.named();
                    told.putAll(TicketHandler.made(ticket, path, request));
                    return new Outcome(told, null);
                })
                .onErrorResume(
                        ProblemException.class,
                        failure -> isOfThisOne(failure.problem())
                                ? Mono.just(new Outcome(failed(one, failure.problem()), failure))
                                : Mono.error(failure));
    }

    /** That it is not there; whoever may not ask, or cannot be answered, is told so at once. */
    private static boolean isOfThisOne(Problem problem) {
        return problem.kind() == Kind.NOT_FOUND || problem.kind() == Kind.MALFORMED;
    }

    private static Map<String, Object> failed(Wanted one, Problem problem) {
        Map<String, Object> told = one.named();
        told.put("error_id", problem.id());
        told.put("message", problem.message());
        return told;
    }

    private static Reply reply(List<Outcome> outcomes) {
        List<Map<String, Object>> items = new ArrayList<>();
        List<Map<String, Object>> errors = new ArrayList<>();
        outcomes.forEach(outcome -> (outcome.failure() == null ? items : errors).add(outcome.told()));
        ProblemException first = outcomes.getFirst().failure();
        if (items.isEmpty() && first != null) {
            throw first;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("items", items);
        body.put("errors", errors);
        return TicketHandler.created(body);
    }

    private static List<Wanted> wanted(JsonNode body) {
        TicketWish usual = TicketWish.of(body, Set.of(RECORDINGS));
        JsonNode recordings = body.path(RECORDINGS);
        if (!recordings.isArray() || recordings.isEmpty() || recordings.size() > MOST) {
            throw JsonFields.wrong(RECORDINGS, "Must be a list of 1 to " + MOST + " recordings.", "length", MOST);
        }
        List<Wanted> wanted = new ArrayList<>();
        recordings.forEach(one -> wanted.add(wanted(one, usual)));
        return wanted;
    }

    private static Wanted wanted(JsonNode one, TicketWish usual) {
        JsonNode call = one.path(CALL);
        String recording = one.path(RECORDING).asString("");
        if (!call.isIntegralNumber() || call.bigIntegerValue().signum() < 0) {
            throw JsonFields.wrong(RECORDINGS, "Each must have a cdr_id.", "type", "integer");
        }
        if (!MediaPath.isUuid(recording)) {
            throw JsonFields.wrong(RECORDINGS, "Each must have a recording_uuid.", "type", "uuid");
        }
        TicketWish own = TicketWish.of(one, Set.of(CALL, RECORDING));
        return new Wanted(call.bigIntegerValue(), UUID.fromString(recording), own.or(usual));
    }
}
