package io.playhead.decoder;

import io.playhead.audio.AudioFormat;
import io.playhead.audio.OctetSource;
import java.util.UUID;

/**
 * What is to be decoded.
 *
 * @param tenant for whom: one does not keep another waiting beyond measure
 * @param validator of the octets: another one where they are others
 */
public record EncodedSound(UUID recording, UUID tenant, String validator, AudioFormat format, OctetSource octets) {}
