/** What recordings are, and what is made of them. */
@NullMarked
package io.playhead.pcm;

import org.jspecify.annotations.NullMarked;
