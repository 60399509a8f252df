@NullMarked
package io.playhead.ingest;

import org.jspecify.annotations.NullMarked;
