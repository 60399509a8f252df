package io.playhead.storage;

import reactor.core.publisher.Mono;

/**
 * Octets that are stored whole, and not under a name yet at which anybody looks. Whoever has them either publishes or
 * discards them; once they are published, discarding does nothing.
 */
public interface Staged extends Inspectable {

    /** Where they will lie, if nothing lies there then. */
    Place place();

    /**
     * Where they lie from now on. Nothing that lies there already is ever replaced by other octets: the last part of the
     * place is then not quite the wished one.
     */
    Mono<Place> publish();

    /** Takes them away, whatever happens; never fails. */
    Mono<Void> discard();
}
