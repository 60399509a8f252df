@NullMarked
package io.playhead.cdr;

import org.jspecify.annotations.NullMarked;
