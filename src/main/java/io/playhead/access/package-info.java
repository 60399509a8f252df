/**
 * Who calls, for which tenants, and what is allowed: authorities behind one port, the ACL language, playback tickets.
 * What lies behind a permission, and how a refusal is worded on the wire, is left to the others.
 */
@NullMarked
package io.playhead.access;

import org.jspecify.annotations.NullMarked;
