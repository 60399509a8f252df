package io.playhead.cdr;

import java.util.List;
import java.util.OptionalLong;
import reactor.core.publisher.Flux;

/** New and changed calls, as they come. */
interface CallChanges {

    /**
     * Calls that were written together, or some of them.
     *
     * @param mark to begin after, another time; empty where more of the same mark follow
     */
    record Changed(OptionalLong mark, List<Call> calls) {}

    /**
     * Goes on for ever. Fails where the database does: begin again after the last mark.
     *
     * @param last mark that is known; empty for changes from now on
     */
    Flux<Changed> after(OptionalLong last, Tenants tenants);
}
