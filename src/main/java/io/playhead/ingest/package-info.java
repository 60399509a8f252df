/**
 * Recordings coming in: their octets are stored, looked at and digested on the way, then calls, rows and places appear
 * in one transaction. Readers see all of it or nothing.
 */
@NullMarked
package io.playhead.ingest;

import org.jspecify.annotations.NullMarked;
