/** What every authority keeps to, the rules of the door, and tickets that cannot be forged. */
@NullMarked
package io.playhead.access;

import org.jspecify.annotations.NullMarked;
