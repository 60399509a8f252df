package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.cdr.CallWorld.Known;
import io.playhead.cdr.CallWorld.Member;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Filters of every kind, put together at random, on each of the lists: what comes is what the contract's words, taken
 * one by one, leave of all calls, in the order asked for, and never a call of a tenant out of reach.
 */
class CallFiltersTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final CallWorld WORLD = CallWorld.in(PLAYHEAD.database(), 4711);
    private static final UUID M = RunningPlayhead.TENANT_M;
    private static final UUID U = RunningPlayhead.TENANT_U;
    private static final UUID O = RunningPlayhead.TENANT_O;
    private static final UUID X = RunningPlayhead.TENANT_X;

    private static final Map<String, UUID> HOME = Map.of(
            RunningPlayhead.TOKEN_M, M,
            RunningPlayhead.TOKEN_U1, U,
            RunningPlayhead.TOKEN_U2, U,
            RunningPlayhead.TOKEN_O, O,
            RunningPlayhead.TOKEN_X, X);

    /** A question, and which calls answer it. */
    private static final class Question {

        final StringBuilder query = new StringBuilder(CallWorld.WINDOW);
        final List<Predicate<Known>> conditions = new ArrayList<>();

        void ask(String key, String value, Predicate<Known> condition) {
            with(key, value);
            conditions.add(condition);
        }

        void with(String key, String value) {
            query.append('&').append(key).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    @RepeatedTest(400)
    void a_list_has_what_its_filters_leave(RepetitionInfo round) {
        Random random = new Random(round.getCurrentRepetition());
        String token = CallWorld.pick(random, HOME.keySet().stream().sorted().toList());
        Question question = question(random);
        boolean recurse = random.nextBoolean();
        if (recurse) {
            question.with("recurse", "true");
        }
        Set<UUID> seen = recurse && token.equals(RunningPlayhead.TOKEN_M) ? Set.of(M, U, O) : Set.of(HOME.get(token));
        String path = path(random, token, question);
        Set<UUID> tenants = path.contains("/me/") ? Set.of(HOME.get(token)) : seen;
        Comparator<Known> order = order(random, question);

        String target = path + "?" + question.query;
        JsonNode list = get(target, token);

        List<Integer> expected = WORLD.calls().stream()
                .filter(call -> tenants.contains(call.tenant()))
                .filter(call -> question.conditions.stream().allMatch(condition -> condition.test(call)))
                .sorted(order)
                .map(Known::id)
                .toList();
        assertThat(ids(list)).as("%d: %s", round.getCurrentRepetition(), target).isEqualTo(expected);
        assertThat(list.path("filtered").asInt()).isEqualTo(expected.size());
        for (JsonNode item : list.path("items")) {
            assertThat(tenants)
                    .contains(UUID.fromString(item.path("tenant_uuid").asString()));
            assertThat(item.has("tags")).isEqualTo(!path.contains("/me/"));
        }
        pages(target, token, expected, random);
    }

    /** Page after page by cursor is the same list. */
    private static void pages(String target, String token, List<Integer> expected, Random random) {
        List<Integer> found = new ArrayList<>();
        String next = "";
        int limit = 1 + random.nextInt(40);
        while (next != null && found.size() <= expected.size()) {
            JsonNode page = get(target + "&limit=" + limit + "&after=" + next, token);
            found.addAll(ids(page));
            assertThat(page.path("filtered").asInt()).isEqualTo(expected.size());
            next = page.path("next").isNull() ? null : page.path("next").asString();
            assertThat(ids(page).size()).isLessThanOrEqualTo(limit);
        }
        assertThat(found).as("by cursor: %s", target).isEqualTo(expected);
    }

    private static String path(Random random, String token, Question question) {
        boolean user = token.equals(RunningPlayhead.TOKEN_U1) || token.equals(RunningPlayhead.TOKEN_U2);
        int kind = random.nextInt(3);
        if (kind == 0 && user) {
            UUID me = token.equals(RunningPlayhead.TOKEN_U1) ? RunningPlayhead.USER_1 : RunningPlayhead.USER_2;
            question.conditions.add(call ->
                    call.members().stream().anyMatch(member -> member.user().equals(me)));
            return "/1.0/users/me/cdr";
        }
        if (kind == 1) {
            UUID someone = CallWorld.pick(random, CallWorld.USERS);
            question.conditions.add(call -> isOf(call, Set.of(someone)));
            return "/api/call-logd/1.0/users/" + someone + "/cdr";
        }
        if (random.nextInt(4) == 0) {
            List<UUID> some = List.of(CallWorld.pick(random, CallWorld.USERS), CallWorld.pick(random, CallWorld.USERS));
            question.ask("user_uuid", some.get(0) + "," + some.get(1), call -> isOf(call, Set.copyOf(some)));
        }
        return "/1.0/cdr";
    }

    private static boolean isOf(Known call, Set<UUID> users) {
        Member destination = call.destination();
        return call.members().stream().anyMatch(member -> member.source() && users.contains(member.user()))
                || (destination != null && users.contains(destination.user()));
    }

    private static Question question(Random random) {
        Question question = new Question();
        if (random.nextInt(4) == 0) {
            String status = CallWorld.pick(random, List.of("answered", "blocked", "voicemail", "unknown"));
            question.ask("call_status", status, call -> call.status().equals(status));
        } else {
            question.conditions.add(call -> !Boolean.TRUE.equals(call.blocked()));
        }
        maybe(random, () -> search(random, question));
        maybe(random, () -> {
            String direction = CallWorld.pick(random, CallWorld.DIRECTIONS);
            question.ask("call_direction", direction, call -> direction.equals(call.direction()));
        });
        maybe(random, () -> number(random, question));
        maybe(random, () -> tags(random, question));
        maybe(random, () -> {
            int least = CallWorld.pick(random, WORLD.calls()).id();
            question.ask("from_id", String.valueOf(least), call -> call.id() >= least);
        });
        maybe(random, () -> {
            boolean recorded = random.nextBoolean();
            question.ask("recorded", String.valueOf(recorded), call -> call.recordings() > 0 == recorded);
        });
        maybe(random, () -> {
            String conversation = "1000." + random.nextInt(5);
            question.ask("conversation_id", conversation, call -> conversation.equals(call.conversation()));
        });
        maybe(random, () -> {
            String extension = CallWorld.pick(random, List.of("7701", "77014", "7701_", "4577"));
            question.ask(
                    "requested_internal_extension", extension, call -> extension.equals(call.requestedInternalExten()));
        });
        maybe(
                random,
                () -> question.ask(
                        "requested_internal_context",
                        "inside",
                        call -> "inside".equals(call.requestedInternalContext())));
        maybe(random, () -> question.ask("distinct", "peer_exten", CallFiltersTest::isNewestOfPeer));
        return question;
    }

    private static void maybe(Random random, Runnable part) {
        if (random.nextInt(6) == 0) {
            part.run();
        }
    }

    private static void search(Random random, Question question) {
        if (random.nextInt(4) == 0) {
            Known known = CallWorld.pick(random, WORLD.calls());
            question.ask(
                    "search",
                    "1970-01-01T00_00_00UTC-" + known.id() + "-" + "a".repeat(36) + ".wav",
                    call -> call.id() == known.id());
            return;
        }
        String term = CallWorld.pick(
                random, List.of("ann", "ÁN", "o'n", "0%", "k\\s", "\\", "r_s", "_", "%", "77", "701", "\",", "'; --"));
        Pattern pattern = Pattern.compile(
                Pattern.quote(term).replace("%", "\\E.*\\Q").replace("_", "\\E.\\Q"),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
        if (term.contains("\\")) {
            question.ask("search", term, call -> texts(call).anyMatch(text -> text.contains(term)));
            return;
        }
        question.ask(
                "search",
                term,
                call -> texts(call).anyMatch(text -> pattern.matcher(text).find()));
    }

    private static Stream<String> texts(Known call) {
        return Stream.of(call.sourceName(), call.sourceExten(), call.destinationName(), call.destinationExten())
                .filter(Objects::nonNull);
    }

    private static void number(Random random, Question question) {
        String number = CallWorld.pick(random, List.of("7701", "_45", "45_", "_70_", "77_", "_77_"));
        String bare = number.replace("_", "");
        boolean before = number.startsWith("_");
        boolean after = number.endsWith("_");
        Predicate<String> matches = exten -> before && after
                ? exten.contains(bare)
                : before ? exten.endsWith(bare) : after ? exten.startsWith(bare) : exten.equals(bare);
        question.ask(
                "number",
                number,
                call -> Stream.of(call.sourceExten(), call.destinationExten())
                        .filter(Objects::nonNull)
                        .map(exten -> (String) exten)
                        .anyMatch(matches));
    }

    private static void tags(Random random, Question question) {
        List<String> tags = random.nextBoolean()
                ? List.of(CallWorld.pick(random, List.of("rh", " rh", "RH", "a\"b", "none")))
                : random.nextBoolean()
                        ? List.of("rh", "", "wichtig")
                        : List.of("rh", "rh", " rh", "a\"b", "", "wichtig");
        question.ask(
                "tags",
                String.join(",", tags),
                call -> tags.stream()
                        .allMatch(tag -> call.members().stream()
                                .anyMatch(member -> member.tags().contains(tag))));
    }

    private static boolean isNewestOfPeer(Known call) {
        Map<List<Object>, Integer> newest = new HashMap<>();
        for (Known other : WORLD.calls()) {
            for (Member member : other.members()) {
                newest.merge(peer(other, member), other.id(), Math::max);
            }
        }
        return call.members().stream().anyMatch(member -> Objects.equals(newest.get(peer(call, member)), call.id()));
    }

    private static List<Object> peer(Known call, Member member) {
        String exten = member.source() ? call.requestedExten() : call.sourceExten();
        return List.of(member.user(), exten == null ? "none at all" : exten);
    }

    /** Nulls are the least; ties go by id in the same direction. */
    private static Comparator<Known> order(Random random, Question question) {
        Map<String, Function<Known, @Nullable Object>> keys = new HashMap<>();
        keys.put("start", Known::date);
        keys.put("id", Known::id);
        keys.put("answer", Known::answer);
        keys.put("answered", Known::answer);
        keys.put("call_direction", Known::direction);
        keys.put(
                "call_status",
                call -> List.of("unknown", "blocked", "voicemail", "answered").indexOf(call.status()));
        keys.put(
                "duration",
                call -> call.answer() == null || call.end() == null
                        ? null
                        : Duration.between(call.answer(), call.end()));
        keys.put("conversation_id", Known::conversation);
        keys.put("source_user_uuid", call -> user(call.source()));
        keys.put("destination_user_uuid", call -> user(call.destination()));
        keys.put(
                "destination_line_id",
                call -> call.destination() == null ? null : call.destination().line());
        keys.put(
                "source_line_id",
                call -> call.source() == null ? null : call.source().line());
        keys.put("destination_details", call -> null);
        keys.put("tenant_uuid", call -> call.tenant().toString());
        keys.put(
                "requested_user_uuid",
                call -> user(call.members().stream()
                        .filter(Member::requested)
                        .min(Comparator.comparing(member -> member.uuid().toString()))
                        .orElse(null)));
        String name = random.nextInt(3) == 0
                ? "start"
                : CallWorld.pick(random, keys.keySet().stream().sorted().toList());
        question.with("order", name);
        boolean up = random.nextBoolean();
        if (up || random.nextBoolean()) {
            question.with("direction", up ? "asc" : "desc");
        }
        Function<Known, @Nullable Object> key = Objects.requireNonNull(keys.get(name));
        Comparator<Known> order = Comparator.<Known, Comparable<Object>>comparing(
                        call -> comparable(key.apply(call)), Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Known::id);
        return up ? order : order.reversed();
    }

    private static @Nullable String user(@Nullable Member member) {
        return member == null ? null : member.user().toString();
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Comparable<Object> comparable(@Nullable Object value) {
        return (Comparable<Object>) value;
    }

    private static List<Integer> ids(JsonNode list) {
        return StreamSupport.stream(list.path("items").spliterator(), false)
                .map(item -> item.path("id").asInt())
                .toList();
    }

    private static JsonNode get(String target, String token) {
        RawHttp.Answer answer = RawHttp.once(PLAYHEAD.port(), "GET", target, "X-Auth-Token: " + token);
        assertThat(answer.status()).as(target + " " + answer.text()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.text());
    }
}
