/**
 * What a recording is: containers, codecs and frames, by a look at its header. Its sound as samples is {@code pcm},
 * the same recording in another format {@code rendition}, and where it lies {@code storage}.
 */
@NullMarked
package io.playhead.audio;

import org.jspecify.annotations.NullMarked;
