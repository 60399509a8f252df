package io.playhead.cdr;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.playhead.http.ApiRequest;
import io.playhead.http.Query;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Calls as answers: a page of JSON is built whole, with the way to the next one; whatever may be longer is written as it
 * is read, from one moment of the database, and is never in memory but for a portion.
 */
final class CallReplies {

    private static final String CSV = "text/csv; charset=utf-8";
    private static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";
    /** What a link does not repeat: a place of its own comes in, and a token belongs in no link. */
    private static final Set<String> NOT_IN_LINKS = Set.of("after", "offset", "token");

    private final CallRepository calls;
    private final RecordingStates states;

    CallReplies(CallRepository calls, RecordingStates states) {
        this.calls = calls;
        this.states = states;
    }

    /**
     * @param path of the list, below the public prefix
     * @param mine whether it is the caller's own list, which shows no tags
     */
    record Wanted(ApiRequest request, String path, CallQuery query, Tenants tenants, boolean mine) {}

    Mono<Reply> list(Wanted wanted) {
        return switch (CallFormat.of(wanted.query().csv(), wanted.request().header("Accept"))) {
            case CSV -> Mono.just(csv(wanted));
            case NDJSON -> Mono.just(Reply.streamed(200, NDJSON, lines(wanted)));
            case JSON -> wanted.query().isLong() ? Mono.just(Reply.streamed(200, JSON, body(wanted))) : page(wanted);
        };
    }

    Mono<Reply> one(ApiRequest request, Call call, boolean withStates) {
        CallFormat format = CallFormat.of("csv".equals(request.query().first("format")), request.header("Accept"));
        if (format == CallFormat.CSV) {
            CallCsv csv = new CallCsv(call.recordings().size(), Fields.zone(request.query()), false);
            StringBuilder text = new StringBuilder(csv.header());
            csv.line(text, call);
            return Mono.just(download(Reply.of(200, CSV, octets(text.toString()))));
        }
        return states(withStates, List.of(call)).map(known -> {
            CallJson json = new CallJson(known, false);
            return format == CallFormat.JSON
                    ? Replies.json(200, generator -> json.write(generator, call))
                    : Reply.of(200, NDJSON, lines(json, List.of(call)));
        });
    }

    private Mono<Reply> page(Wanted wanted) {
        return calls.page(wanted.query(), wanted.tenants())
                .flatMap(page -> states(wanted.query().states(), page.calls()).map(known -> page(wanted, page, known)));
    }

    private static Reply page(Wanted wanted, Page page, Map<UUID, RecordingState> states) {
        CallJson json = new CallJson(states, wanted.mine());
        String next = page.next().map(CallCursor::text).orElse(null);
        Reply reply = Replies.json(200, body -> {
            body.writeStartObject();
            body.writeName("items");
            body.writeStartArray();
            page.calls().forEach(call -> json.write(body, call));
            body.writeEndArray();
            body.writeNumberProperty("total", page.counters().total());
            body.writeNumberProperty("filtered", page.counters().filtered());
            if (wanted.query().byCursor()) {
                body.writeStringProperty("next", next);
            }
            body.writeEndObject();
        });
        if (next != null) {
            reply.headers().set("link", "<" + link(wanted, next) + ">; rel=\"next\"");
        }
        return reply;
    }

    private static String link(Wanted wanted, String next) {
        StringBuilder link = new StringBuilder(wanted.request().script())
                .append(wanted.path())
                .append('?');
        Query query = wanted.request().query();
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

    /** The header needs to know how many recordings some call has, before any call is written. */
    private Reply csv(Wanted wanted) {
        return download(Reply.streamed(
                200,
                CSV,
                calls.allWithMostRecordings(
                        wanted.query(), wanted.tenants(), (most, portions) -> csv(wanted, most, portions))));
    }

    private static Flux<byte[]> csv(Wanted wanted, int most, Flux<List<Call>> portions) {
        CallCsv csv = new CallCsv(most, wanted.query().zone(), wanted.mine());
        return Flux.concat(Mono.just(csv.header()), portions.map(portion -> {
                    StringBuilder text = new StringBuilder();
                    portion.forEach(call -> csv.line(text, call));
                    return text.toString();
                }))
                .map(CallReplies::octets);
    }

    private static Reply download(Reply reply) {
        reply.headers().set(HttpHeaderNames.CONTENT_DISPOSITION, "attachment; filename=cdr.csv");
        return reply;
    }

    private Flux<byte[]> lines(Wanted wanted) {
        return calls.all(
                wanted.query(), wanted.tenants(), (counters, portions) -> shown(wanted, portions, CallReplies::lines));
    }

    private Flux<byte[]> body(Wanted wanted) {
        return calls.all(
                wanted.query(),
                wanted.tenants(),
                (counters, portions) -> Flux.concat(
                        Mono.just(octets("{\"items\":[")),
                        shown(wanted, portions, CallReplies::items)
                                .index((index, portion) ->
                                        index == 0 ? Arrays.copyOfRange(portion, 1, portion.length) : portion),
                        Mono.just(octets("],\"total\":" + counters.total() + ",\"filtered\":" + counters.filtered()
                                + (wanted.query().byCursor() ? ",\"next\":null}\n" : "}\n")))));
    }

    /** The calls as JSON, in portions. */
    private Flux<byte[]> shown(
            Wanted wanted, Flux<List<Call>> portions, BiFunction<CallJson, List<Call>, byte[]> form) {
        return portions.concatMap(
                portion -> states(wanted.query().states(), portion)
                        .map(known -> form.apply(new CallJson(known, wanted.mine()), portion)),
                1);
    }

    /** Each on a line. */
    private static byte[] lines(CallJson json, List<Call> calls) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (Call call : calls) {
            Replies.write(octets, generator -> json.write(generator, call));
            octets.write('\n');
        }
        return octets.toByteArray();
    }

    /** A comma before each. */
    private static byte[] items(CallJson json, List<Call> calls) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (Call call : calls) {
            octets.write(',');
            Replies.write(octets, generator -> json.write(generator, call));
        }
        return octets.toByteArray();
    }

    private Mono<Map<UUID, RecordingState>> states(boolean wanted, List<Call> of) {
        return wanted
                ? states.of(
                        of.stream().flatMap(call -> call.recordings().stream()).toList())
                : Mono.just(Map.of());
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
