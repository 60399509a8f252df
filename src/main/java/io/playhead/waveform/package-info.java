/**
 * What a recording looks like: peaks of its sound at any width, and who talks when, from one pass over its samples.
 */
@NullMarked
package io.playhead.waveform;

import org.jspecify.annotations.NullMarked;
