package io.playhead.database;

import java.time.ZoneId;

/**
 * The time zone in which the database would read times without an offset, had its connections not been set to UTC.
 *
 * @param zone UTC on Playhead's own database
 */
public record DatabaseZone(ZoneId zone) {}
