/** What every store keeps to, and the disk. */
@NullMarked
package io.playhead.storage;

import org.jspecify.annotations.NullMarked;
