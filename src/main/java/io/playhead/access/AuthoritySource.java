package io.playhead.access;

import java.util.function.Supplier;

/**
 * An authority that another room can make.
 *
 * @param opening called once if it is the one that is wanted; what can be closed is closed with the context
 */
public record AuthoritySource(AuthorityKind kind, Supplier<Authority> opening) {}
