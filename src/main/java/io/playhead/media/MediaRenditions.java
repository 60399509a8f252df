package io.playhead.media;

import io.playhead.http.AtHand;
import io.playhead.pcm.ChannelChoice;
import io.playhead.pcm.Resampled;
import io.playhead.pcm.Samples;
import io.playhead.rendition.Renditions;
import io.playhead.representation.Representation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Recordings in the formats and with the channels and rates that are asked for. */
final class MediaRenditions {

    /** When the recipes were last changed. */
    private static final Instant RECIPES = Instant.parse("2026-11-27T00:00:00Z");

    private final Sounds sounds;
    private final Renditions renditions;

    MediaRenditions(Sounds sounds, Renditions renditions) {
        this.sounds = sounds;
        this.renditions = renditions;
    }

    /**
     * Encodes nothing.
     *
     * @return or why there is none: {@code invalid-data} where the recording has no such channel, or the format no such
     *     rate or bit rate
     */
    Mono<Representation> of(StoredRecording stored, Format format, Wishes wishes) {
        return AtHand.map(sounds.of(stored), sound -> of(new AudibleRecording(stored, sound), format, wishes));
    }

    /**
     * The recording as far as it can be heard at once; empty where it would have to be decoded outside first, which is not
     * begun. Fails where it cannot be heard at all.
     */
    Mono<Optional<AudibleRecording>> atHand(StoredRecording stored) {
        return AtHand.map(sounds.atHand(stored), found -> found.map(sound -> new AudibleRecording(stored, sound)));
    }

    /** The same of what can be heard already; throws why there is none. */
    Representation of(Audible audible, Format format, Wishes wishes) {
        Samples heard = altered(audible, format, wishes);
        checkBitRate(format, wishes, heard);
        return renditions.of(
                format.recipe(wishes.bitRate()).of(heard),
                String.join(
                        "/",
                        audible.source(),
                        wishes.channel().toString(),
                        heard.hertz() == audible.hertz() ? "" : Resampled.RULE),
                audible.lastModified().isAfter(RECIPES) ? audible.lastModified() : RECIPES,
                audible.tenant());
    }

    private static Samples altered(Audible audible, Format format, Wishes wishes) {
        ChannelChoice channel = wishes.channel();
        if (!channel.fits(audible.channels())) {
            throw MediaProblems.badChoice("channel", channels(audible.channels()))
                    .exception();
        }
        int hertz = wishes.rate().orElse(format.rate(audible.hertz()));
        if (wishes.rate().isPresent() && !format.rates().contains(hertz)) {
            throw MediaProblems.badChoice("rate", texts(format.rates())).exception();
        }
        return audible.sound(channel, hertz);
    }

    private static void checkBitRate(Format format, Wishes wishes, Samples heard) {
        if (wishes.bitRate().isPresent()) {
            List<Integer> choices = format.bitRates(heard.hertz(), heard.channels());
            if (!choices.contains(wishes.bitRate().getAsInt())) {
                throw MediaProblems.badChoice("bitrate", texts(choices)).exception();
            }
        }
    }

    private static List<String> channels(int count) {
        List<String> numbers = texts(IntStream.range(0, count).boxed().toList());
        return Stream.concat(Stream.of("left", "right", "mix"), numbers.stream())
                .toList();
    }

    private static List<String> texts(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).toList();
    }

    /** Whether so much is being encoded for a tenant that nothing new should begin. */
    boolean isBusy(UUID tenant) {
        return renditions.isBusy(tenant);
    }
}
