package io.playhead.wazoauth;

import io.playhead.access.Credential;
import io.playhead.access.Kept;
import io.playhead.access.TokenDigest;
import io.playhead.http.AtHand;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What wazo-auth has decided of tokens: whether they are good, for what, and for which tenants. */
final class Decisions {

    private final WazoAuthClient client;
    private final KnownTokens tokens;
    private final LongSupplier nanos;
    private final Kept<Question, Decision> kept;

    private record Question(
            TokenDigest token,
            @Nullable String scope,
            @Nullable String tenant) {}

    enum Verdict {
        GRANTED,
        REFUSED,
        UNKNOWN
    }

    /** @param asked when */
    private record Decision(Verdict verdict, KnownToken token, long asked) {

        boolean stillCounts() {
            return verdict == Verdict.GRANTED ? token.stillCounts(asked) : token.stillRefused(asked);
        }
    }

    /** @param nanos the time that goes by, as {@link System#nanoTime} */
    Decisions(WazoAuthProperties properties, WazoAuthClient client, KnownTokens tokens, LongSupplier nanos) {
        this.client = client;
        this.tokens = tokens;
        this.nanos = nanos;
        this.kept = new Kept<>(
                properties.decisions(), properties.cache(), (decision, age) -> decision.stillCounts(), nanos);
    }

    /**
     * At hand where it is known.
     *
     * @param scope null asks whether the token is good at all
     * @param tenant null names none
     */
    Mono<Verdict> of(Credential credential, @Nullable String scope, @Nullable String tenant) {
        Mono<Decision> decision =
                kept.get(new Question(credential.digest(), scope, tenant), () -> asked(credential, scope, tenant));
        return AtHand.map(decision, known -> {
            if (known.verdict == Verdict.GRANTED) {
                known.token.granted(new KnownToken.Grant(scope, tenant, known.asked));
            }
            return known.verdict;
        });
    }

    private Mono<Decision> asked(Credential credential, @Nullable String scope, @Nullable String tenant) {
        KnownToken before = tokens.find(credential);
        long asked = nanos.getAsLong();
        return client.ask(Call.check(credential, scope, tenant))
                .map(answer -> decided(answer, credential, tokens.since(before, credential), asked));
    }

    private Decision decided(WazoAuthClient.Answer answer, Credential credential, KnownToken token, long asked) {
        return switch (answer.status()) {
            case 204 -> {
                tokens.isGood(credential, token, asked);
                yield new Decision(Verdict.GRANTED, token, asked);
            }
            case 403 -> new Decision(Verdict.REFUSED, token, asked);
            case 404 -> {
                tokens.isLost(credential, token);
                yield new Decision(Verdict.UNKNOWN, token, asked);
            }
            default -> throw client.odd(answer);
        };
    }
}
