/**
 * RFC 9110 for representations (preconditions, ranges, negotiation), how each API words a problem, and what is believed
 * of a proxy's headers. Functions on values; who may ask and what a recording is, other rooms know.
 */
@NullMarked
package io.playhead.http;

import org.jspecify.annotations.NullMarked;
