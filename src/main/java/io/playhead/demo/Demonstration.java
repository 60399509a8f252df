package io.playhead.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.playhead.cdr.NewCall;
import io.playhead.demo.Script.Person;
import io.playhead.demo.Script.ScriptedCall;
import io.playhead.demo.Script.ScriptedRecording;
import io.playhead.ingest.NewRecording;
import io.playhead.ingest.Registration;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Registers the scripted calls through {@code ingest}, then damages what is to be damaged. */
final class Demonstration {

    private static final String CONTEXT = "inside";
    /** A PBX counts its calls as they come. */
    private static final Comparator<ScriptedCall> OLDEST_FIRST =
            Comparator.comparing(ScriptedCall::ago).reversed();

    private final Registration registration;
    private final Damage damage;
    private final KnownCalls known;

    Demonstration(Registration registration, Damage damage, KnownCalls known) {
        this.registration = registration;
        this.damage = damage;
        this.known = known;
    }

    /**
     * Registers the calls that are not there yet, and does all damage: a start that was cut short is made good by the
     * next.
     *
     * @return how many there are
     */
    Mono<Long> fill(Script script, Instant now) {
        return Flux.fromStream(() -> script.calls().stream().sorted(OLDEST_FIRST))
                .concatMap(call -> known.has(call.conversation())
                        .flatMap(has -> has ? Mono.empty() : register(script, call, now))
                        .then(damaged(script, call))
                        .thenReturn(call))
                .count();
    }

    private Mono<Integer> register(Script script, ScriptedCall scripted, Instant now) {
        Instant start = now.minus(scripted.ago());
        NewCall call = call(script, scripted, start);
        List<NewRecording> recordings = scripted.recorded().stream()
                .map(recording -> recording(recording, start, call.end()))
                .toList();
        return registration.register(call, recordings);
    }

    private Mono<Void> damaged(Script script, ScriptedCall call) {
        UUID tenant = tenant(script, call);
        return Flux.fromIterable(call.recorded())
                .filter(recording -> recording.damage() != null)
                .concatMap(recording -> damage.inflict(tenant, recording))
                .then();
    }

    private static NewRecording recording(ScriptedRecording scripted, Instant callStart, Instant callEnd) {
        return new NewRecording(
                scripted.uuid(),
                extension(scripted.file()),
                callStart.plus(scripted.startsAfter()),
                callEnd,
                Flux.defer(() -> Flux.just(octets(scripted.file()))));
    }

    static String extension(String file) {
        return file.substring(file.lastIndexOf('.') + 1);
    }

    private static ByteBuf octets(String file) {
        try (InputStream shipped =
                Objects.requireNonNull(Demonstration.class.getResourceAsStream("/demo/recordings/" + file), file)) {
            return Unpooled.wrappedBuffer(shipped.readAllBytes());
        } catch (IOException failure) {
            throw new IllegalStateException(file, failure);
        }
    }

    private static NewCall call(Script script, ScriptedCall scripted, Instant start) {
        Instant answered =
                scripted.answeredAfter() == null ? null : start.plus(Objects.requireNonNull(scripted.answeredAfter()));
        Person source = person(script, scripted.from());
        Person destination = person(script, scripted.to());
        NewCall.Party called = party(script, scripted.to());
        return new NewCall(
                tenant(script, scripted),
                start,
                answered,
                (answered == null ? start : answered).plus(scripted.lasts()),
                scripted.direction(),
                scripted.conversation(),
                party(script, scripted.from()),
                called,
                called,
                destination == null ? Map.of("type", "unknown") : user(destination),
                members(scripted, source, destination));
    }

    private static UUID tenant(Script script, ScriptedCall call) {
        Person source = person(script, call.from());
        Person inside = source != null ? source : person(script, call.to());
        return DemonstrationAccess.tenant(
                Objects.requireNonNull(inside, call.conversation()).tenant());
    }

    private static Map<String, String> user(Person person) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("type", "user");
        details.put("user_uuid", person.uuid().toString());
        details.put("user_name", person.name());
        return details;
    }

    private static List<NewCall.Member> members(
            ScriptedCall call, @Nullable Person source, @Nullable Person destination) {
        List<String> tags = call.tags() == null ? List.of() : Objects.requireNonNull(call.tags());
        return Stream.of(member(source, true, call, tags), member(destination, false, call, tags))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static NewCall.@Nullable Member member(
            @Nullable Person person, boolean source, ScriptedCall call, List<String> tags) {
        return person == null
                ? null
                : new NewCall.Member(person.uuid(), person.line(), source, call.answeredAfter() != null, !source, tags);
    }

    /** Null for somebody outside. */
    private static @Nullable Person person(Script script, Object party) {
        return party instanceof String key ? script.person(key) : null;
    }

    private static NewCall.Party party(Script script, Object party) {
        Person person = person(script, party);
        if (person != null) {
            return new NewCall.Party(person.name(), person.extension(), CONTEXT, true);
        }
        Map<?, ?> outside = (Map<?, ?>) party;
        return new NewCall.Party(
                String.valueOf(outside.get("name")), String.valueOf(outside.get("number")), null, false);
    }
}
