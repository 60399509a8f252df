/** Only the program's start. Every other type lives in its room, one package below. */
@NullMarked
package io.playhead;

import org.jspecify.annotations.NullMarked;
