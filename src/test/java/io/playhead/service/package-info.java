/** The room's own tests. */
@NullMarked
package io.playhead.service;

import org.jspecify.annotations.NullMarked;
