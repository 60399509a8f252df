/**
 * A recording in another format, computed as it is read: recipes, their chunks and the arithmetic of their lengths. The
 * sound comes from {@code pcm}; who may hear it and how HTTP asks for it are {@code access} and {@code http}.
 */
@NullMarked
package io.playhead.rendition;

import org.jspecify.annotations.NullMarked;
