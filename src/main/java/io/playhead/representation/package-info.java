/**
 * Octets in one exact state, and how to cut and join them. Knows nothing of requests, files or audio: those are
 * {@code http}, {@code storage} and {@code rendition}.
 */
@NullMarked
package io.playhead.representation;

import org.jspecify.annotations.NullMarked;
