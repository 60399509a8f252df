/**
 * Why a request cannot be answered: kind, id, details. Says nothing of how an API words it; that is
 * {@code http}'s.
 */
@NullMarked
package io.playhead.problem;

import org.jspecify.annotations.NullMarked;
