/**
 * One recording's media: found, opened, chosen and served. Leaves ranges and preconditions to {@code http}, octets to
 * {@code storage}, and sound to {@code audio}, {@code pcm} and {@code rendition}.
 */
@NullMarked
package io.playhead.media;

import org.jspecify.annotations.NullMarked;
