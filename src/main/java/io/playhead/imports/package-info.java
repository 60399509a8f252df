/**
 * Recordings that lie there already: a PBX wrote them, Playhead looks through folders, understands the names, and makes
 * rows of them without moving an octet. Knows nothing of how rows are laid out, nor of audio.
 */
@NullMarked
package io.playhead.imports;

import org.jspecify.annotations.NullMarked;
