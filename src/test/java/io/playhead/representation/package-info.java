/** What every representation keeps to. */
@NullMarked
package io.playhead.representation;

import org.jspecify.annotations.NullMarked;
