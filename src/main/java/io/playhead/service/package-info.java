/** What the service says of itself: its status, its configuration, its API in a document, its machinery in metrics. */
@NullMarked
package io.playhead.service;

import org.jspecify.annotations.NullMarked;
