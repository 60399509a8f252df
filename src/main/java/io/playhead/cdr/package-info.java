/**
 * Call detail records and their recordings in PostgreSQL: finding, paging and showing them as call-logd does. Leaves
 * the octets to {@code media} and who may ask to {@code access}; no query here lacks the tenants it may see.
 */
@NullMarked
package io.playhead.cdr;

import org.jspecify.annotations.NullMarked;
