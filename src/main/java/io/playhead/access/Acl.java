package io.playhead.access;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one token may do: its grants and refusals in wazo-auth's language, compiled once. */
public final class Acl implements Rights {

    private final List<AclMatcher> grants;
    private final List<AclMatcher> refusals;

    private Acl(List<AclMatcher> grants, List<AclMatcher> refusals) {
        this.grants = grants;
        this.refusals = refusals;
    }

    /**
     * @param authId what the word {@code me} also stands for
     * @param session what the word {@code my_session} also stands for
     */
    public static Acl of(Collection<String> access, @Nullable String authId, @Nullable String session) {
        return new Acl(
                access.stream()
                        .filter(grant -> !grant.startsWith("!"))
                        .map(grant -> AclMatcher.of(grant, authId, session))
                        .toList(),
                access.stream()
                        .filter(grant -> grant.startsWith("!"))
                        .map(grant -> AclMatcher.of(grant.substring(1), authId, session))
                        .toList());
    }

    /**
     * One refusal outweighs all grants.
     *
     * @param required plain text, its stars too; null asks for nothing
     */
    @Override
    public boolean allow(@Nullable String required) {
        return required == null || (!refuses(required) && anyMatches(grants, required));
    }

    /** Whether it is refused outright, whatever else is granted. */
    public boolean refuses(String required) {
        return anyMatches(refusals, required);
    }

    private static boolean anyMatches(List<AclMatcher> matchers, String required) {
        for (AclMatcher matcher : matchers) {
            if (matcher.matches(required)) {
                return true;
            }
        }
        return false;
    }
}
