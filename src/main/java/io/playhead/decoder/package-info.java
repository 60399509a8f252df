/**
 * Sound that Playhead's own decoders do not know: decoded once by a program outside, and kept as samples on the disk.
 * What the file is comes from {@code audio}; where it lies and who may hear it are {@code media}'s.
 */
@NullMarked
package io.playhead.decoder;

import org.jspecify.annotations.NullMarked;
