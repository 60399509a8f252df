package io.playhead.cdr;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param timeZone of times in requests that say none; where it is not set, UTC, or beside an existing Wazo the one of the
 *     database's role
 */
@ConfigurationProperties("playhead")
record CdrProperties(@Nullable ZoneId timeZone) {}
