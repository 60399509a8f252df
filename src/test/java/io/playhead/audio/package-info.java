/** What recordings are, and what is made of them. */
@NullMarked
package io.playhead.audio;

import org.jspecify.annotations.NullMarked;
