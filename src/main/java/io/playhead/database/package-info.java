/**
 * The connection to PostgreSQL, the migrations of Playhead's own tables, and the notices by which replicas tell
 * each other of changes. Knows no table's meaning: each belongs to the room that uses it.
 */
@NullMarked
package io.playhead.database;

import org.jspecify.annotations.NullMarked;
