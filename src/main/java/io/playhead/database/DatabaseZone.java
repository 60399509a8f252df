package io.playhead.database;

import java.time.ZoneId;

/**
 * The time zone in which the database would read times without an offset, had its connections not been set to UTC. Asked
 * for at the start, by whoever needs it.
 */
public interface DatabaseZone {

    /**
     * UTC on Playhead's own database, the role's beside an existing Wazo.
     *
     * @throws IllegalStateException if the database does not tell, which says what to set instead
     */
    ZoneId zone();
}
