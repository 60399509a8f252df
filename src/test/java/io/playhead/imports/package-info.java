@NullMarked
package io.playhead.imports;

import org.jspecify.annotations.NullMarked;
