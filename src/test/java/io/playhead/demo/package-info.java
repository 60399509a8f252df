/** The out-of-the-box mode as somebody meets it who has configured nothing, and the page in a real browser. */
@NullMarked
package io.playhead.demo;

import org.jspecify.annotations.NullMarked;
