/** Media over a socket, as a client sees them. */
@NullMarked
package io.playhead.media;

import org.jspecify.annotations.NullMarked;
