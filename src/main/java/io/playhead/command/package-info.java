/**
 * What the program does instead of serving, where its first argument names it. Knows no command: each belongs to the
 * room whose work it does, and is found by {@code META-INF/spring.factories}.
 */
@NullMarked
package io.playhead.command;

import org.jspecify.annotations.NullMarked;
