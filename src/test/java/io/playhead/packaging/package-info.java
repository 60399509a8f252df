/** What Playhead is shipped in: the image's Dockerfile and the chart. */
@NullMarked
package io.playhead.packaging;

import org.jspecify.annotations.NullMarked;
