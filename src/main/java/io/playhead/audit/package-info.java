/**
 * The listen log: who listened to what, and what else was done with recordings, sealed in chains of entries. Other rooms
 * say what happened and do not wait; who may do it is left to {@code access}, what is served to {@code media}.
 */
@NullMarked
package io.playhead.audit;

import org.jspecify.annotations.NullMarked;
