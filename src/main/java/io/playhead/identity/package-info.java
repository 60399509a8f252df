/**
 * Users, policies and tokens of Playhead's own, under the static authority: the part of wazo-auth 0.1 that automation of
 * exports uses, served to this machine alone. What tokens are good for is {@code access}'s.
 */
@NullMarked
package io.playhead.identity;

import org.jspecify.annotations.NullMarked;
