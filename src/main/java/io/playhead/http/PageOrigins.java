package io.playhead.http;

import java.util.List;

/**
 * What the page's policy of content allows beside this server itself.
 *
 * @param asked origins that its scripts may ask, such as where one signs in
 */
public record PageOrigins(List<String> asked) {}
