package io.playhead.identity;

import io.playhead.access.Acl;
import io.playhead.access.Rights;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A policy that a user has been given.
 *
 * @param acl what it grants and refuses
 * @param bounds what those who made and gave it might do themselves, at that time
 */
record Grant(List<String> acl, List<Bound> bounds) {

    /** What somebody might do. */
    record Bound(UUID user, List<String> acl) {}

    /**
     * All grants of a user together: what any of them refuses is refused, and what one of them grants is granted as far
     * as its bounds allow it too. Stars and refusals can be combined in ways that no comparison of two grants sees
     * through; so each access is looked at when it is asked for.
     */
    static Rights of(UUID user, List<Grant> grants) {
        List<Compiled> all =
                grants.stream().map(grant -> Compiled.of(user, grant)).toList();
        return required -> required == null
                || all.stream().noneMatch(grant -> grant.acl.refuses(required))
                        && all.stream().anyMatch(grant -> grant.allows(required));
    }

    private record Compiled(Acl acl, List<Acl> bounds) {

        static Compiled of(UUID user, Grant grant) {
            return new Compiled(
                    Acl.of(grant.acl(), user.toString(), null),
                    grant.bounds().stream()
                            .map(bound -> Acl.of(bound.acl(), bound.user().toString(), null))
                            .toList());
        }

        boolean allows(@Nullable String required) {
            return acl.allow(required) && bounds.stream().allMatch(bound -> bound.allow(required));
        }
    }
}
