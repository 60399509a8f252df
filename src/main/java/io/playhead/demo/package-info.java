/**
 * The out-of-the-box mode: what an unconfigured start needs (a PostgreSQL in the data folder, an authority, a
 * secret) given to the rest as configuration, and the demonstration's calls. Everything else is the same code.
 */
@NullMarked
package io.playhead.demo;

import org.jspecify.annotations.NullMarked;
