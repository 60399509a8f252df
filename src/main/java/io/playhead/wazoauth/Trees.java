package io.playhead.wazoauth;

import com.github.benmanes.caffeine.cache.Interner;
import io.playhead.access.AccessProblems;
import io.playhead.access.Kept;
import io.playhead.access.RefusedCaller;
import io.playhead.access.Token;
import io.playhead.access.TokenDigest;
import io.playhead.http.AtHand;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** Which tenants tokens see, as wazo-auth lists them. */
final class Trees {

    private final WazoAuthClient client;
    private final KnownTokens tokens;
    private final LongSupplier nanos;
    private final Kept<Question, Tree> kept;
    /** Many tokens of one tenant have the same tree. */
    private final Interner<Set<UUID>> sets = Interner.newWeakInterner();

    private record Question(TokenDigest token, UUID tenant) {}

    /** @param tenants empty where the tenant is out of reach @param asked when */
    private record Tree(Set<UUID> tenants, KnownToken token, long asked) {

        boolean stillCounts() {
            return tenants.isEmpty() ? token.stillRefused(asked) : token.stillCounts(asked);
        }
    }

    /** @param nanos the time that goes by, as {@link System#nanoTime} */
    Trees(WazoAuthProperties properties, WazoAuthClient client, KnownTokens tokens, LongSupplier nanos) {
        this.client = client;
        this.tokens = tokens;
        this.nanos = nanos;
        this.kept = new Kept<>(properties.decisions(), properties.cache(), (tree, age) -> tree.stillCounts(), nanos);
    }

    /** The tenant and all below it, at hand where they are known; or {@code unauthorized-tenant}. */
    Mono<Set<UUID>> of(Token token, UUID tenant) {
        KnownToken known = tokens.find(token.credential());
        Set<UUID> tenants = known == null ? null : known.tree(tenant);
        return tenants == null ? found(token, tenant) : Mono.just(tenants);
    }

    private Mono<Set<UUID>> found(Token token, UUID tenant) {
        Question question = new Question(token.credential().digest(), tenant);
        return AtHand.map(kept.get(question, () -> asked(token, tenant)), tree -> {
            if (tree.tenants.isEmpty()) {
                throw AccessProblems.foreignTenant(tenant.toString()).exception(RefusedCaller.of(token));
            }
            tree.token.sees(tenant, tree.tenants, tree.asked);
            return tree.tenants;
        });
    }

    private Mono<Tree> asked(Token token, UUID tenant) {
        KnownToken before = tokens.find(token.credential());
        long asked = nanos.getAsLong();
        return client.ask(Call.tenants(token.credential(), tenant)).map(answer -> {
            KnownToken known = tokens.since(before, token.credential());
            if (answer.status() == 401) {
                // it may not list tenants, and sees its own alone
                return new Tree(tenant.equals(token.tenant()) ? Set.of(tenant) : Set.of(), known, asked);
            }
            Set<UUID> tenants = answer.status() == 200 ? Told.tenants(answer) : null;
            if (tenants == null) {
                throw client.odd(answer);
            }
            tenants.add(tenant);
            return new Tree(sets.intern(Set.copyOf(tenants)), known, asked);
        });
    }
}
