/** The room's own tests. */
@NullMarked
package io.playhead.command;

import org.jspecify.annotations.NullMarked;
