package io.playhead.cdr;

import java.util.List;

/**
 * @param total calls within the tenants, whatever the filters
 * @param filtered calls that the filters leave
 */
record Page(List<Call> calls, long total, long filtered) {}
