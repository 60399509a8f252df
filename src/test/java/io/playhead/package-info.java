/** Tests of the whole. Each room's own lie in its package. */
@NullMarked
package io.playhead;

import org.jspecify.annotations.NullMarked;
