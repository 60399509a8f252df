/**
 * What the service says of itself: its status, its configuration, its API in a document, its machinery in metrics. And
 * what it leaves to the call-logd that it stands beside, to which it passes such requests on.
 */
@NullMarked
package io.playhead.service;

import org.jspecify.annotations.NullMarked;
