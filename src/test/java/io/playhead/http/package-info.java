/** RFC 9110 as tables and laws. */
@NullMarked
package io.playhead.http;

import org.jspecify.annotations.NullMarked;
