/** The listen log on a real PostgreSQL: what is told, what is sealed, and what is found when somebody changes it. */
@NullMarked
package io.playhead.audit;

import org.jspecify.annotations.NullMarked;
