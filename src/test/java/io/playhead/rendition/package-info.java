/** What recordings are, and what is made of them. */
@NullMarked
package io.playhead.rendition;

import org.jspecify.annotations.NullMarked;
