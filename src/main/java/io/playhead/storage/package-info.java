/**
 * Where recordings lie: one port, {@link io.playhead.storage.RecordingStore}, and the disk behind it. Knows octets
 * and places; what they mean is {@code audio}'s, whose they are {@code cdr}'s.
 */
@NullMarked
package io.playhead.storage;

import org.jspecify.annotations.NullMarked;
