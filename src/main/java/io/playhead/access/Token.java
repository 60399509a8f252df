package io.playhead.access;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What an authority says of a token that is good.
 *
 * @param user wazo-auth's {@code metadata.uuid}: who acts, be it a person or a service
 * @param pbxUser wazo-auth's {@code metadata.pbx_user_uuid}: only people who telephone have one
 * @param tenant the token's own
 * @param expires empty if it does not
 */
public record Token(Credential credential, UUID user, Optional<UUID> pbxUser, UUID tenant, Optional<Instant> expires) {}
