@NullMarked
package io.playhead.wazoauth;

import org.jspecify.annotations.NullMarked;
