package io.playhead.access;

import org.jspecify.annotations.Nullable;

/** What a token may do. */
@FunctionalInterface
public interface Rights {

    /** @param required the name of an access, plain text, its stars too; null asks for nothing */
    boolean allow(@Nullable String required);
}
