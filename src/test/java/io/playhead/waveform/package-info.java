/** What recordings are, and what is made of them. */
@NullMarked
package io.playhead.waveform;

import org.jspecify.annotations.NullMarked;
