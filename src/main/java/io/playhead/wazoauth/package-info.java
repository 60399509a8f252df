/**
 * Asks a Wazo's wazo-auth who calls and what is allowed. What is asked for, and what follows from the answers, is
 * {@code access}'s.
 */
@NullMarked
package io.playhead.wazoauth;

import org.jspecify.annotations.NullMarked;
