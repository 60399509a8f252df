package io.playhead.cdr;

import java.time.ZoneId;

/** In which times of calls are that say none. */
public record CallZone(ZoneId zone) {}
