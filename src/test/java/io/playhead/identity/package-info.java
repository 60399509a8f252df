@NullMarked
package io.playhead.identity;

import org.jspecify.annotations.NullMarked;
