/** What others' decoders make of recordings. */
@NullMarked
package io.playhead.decoder;

import org.jspecify.annotations.NullMarked;
