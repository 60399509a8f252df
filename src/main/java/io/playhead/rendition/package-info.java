/**
 * Audio: what a recording is (from a look at its header), and the same recording in another format, computed as it is
 * read. Where recordings lie, who may hear them and how HTTP asks for them are {@code storage}, {@code access} and
 * {@code http}.
 */
@NullMarked
package io.playhead.rendition;

import org.jspecify.annotations.NullMarked;
