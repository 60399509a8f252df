/** The room's own tests. */
@NullMarked
package io.playhead.database;

import org.jspecify.annotations.NullMarked;
