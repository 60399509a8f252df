/**
 * Takes tokens of an OpenID Connect provider: checks their signatures, and reads in their claims who calls and what is
 * allowed. What is asked for, and what follows from the answers, is {@code access}'s.
 */
@NullMarked
package io.playhead.oidc;

import org.jspecify.annotations.NullMarked;
