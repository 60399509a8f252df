package io.playhead.waveform;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * An analysis as octets, to be kept beside the recording: the version, a CRC-32 of what follows, and deflated big-endian
 * numbers, peaks before talk. What another version wrote, or is damaged, is nothing: the sound is analysed again.
 */
public final class KeptAnalysis {

    /** Of the layout and of the rules of analysis; another one when either changes. */
    public static final int VERSION = 1;

    private static final int HEADER = 1 + Integer.BYTES;

    private KeptAnalysis() {}

    public static byte[] write(Analysis analysis) {
        byte[] deflated = deflated(numbers(analysis).array());
        return ByteBuffer.allocate(HEADER + deflated.length)
                .put((byte) VERSION)
                .putInt(checksum(deflated, 0))
                .put(deflated)
                .array();
    }

    public static Optional<Analysis> read(byte[] kept) {
        if (kept.length < HEADER || kept[0] != VERSION || ByteBuffer.wrap(kept).getInt(1) != checksum(kept, HEADER)) {
            return Optional.empty();
        }
        ByteArrayInputStream deflated = new ByteArrayInputStream(kept, HEADER, kept.length - HEADER);
        try (InflaterInputStream numbers = new InflaterInputStream(deflated)) {
            return Optional.of(analysis(ByteBuffer.wrap(numbers.readAllBytes())));
        } catch (IOException | BufferUnderflowException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static int checksum(byte[] octets, int from) {
        CRC32 checksum = new CRC32();
        checksum.update(octets, from, octets.length - from);
        return (int) checksum.getValue();
    }

    private static byte[] deflated(byte[] numbers) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream(numbers.length);
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(numbers);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return deflated.toByteArray();
    }

    private static ByteBuffer numbers(Analysis analysis) {
        Peaks peaks = analysis.peaks();
        List<TalkMap.Channel> talk = analysis.talk().channels();
        int spans = talk.stream().mapToInt(channel -> channel.talk().size()).sum();
        int pairs = peaks.channels() * peaks.length();
        ByteBuffer numbers = ByteBuffer.allocate(16 + pairs * 4 + talk.size() * 4 + spans * 16);
        numbers.putInt(peaks.hertz()).putInt(peaks.channels()).putLong(analysis.frames());
        for (Peaks.Channel channel : peaks.byChannel()) {
            write(numbers, channel.lowest());
            write(numbers, channel.highest());
        }
        for (TalkMap.Channel channel : talk) {
            numbers.putInt(channel.talk().size());
            channel.talk().forEach(span -> numbers.putLong(span.start()).putLong(span.end()));
        }
        return numbers;
    }

    private static Analysis analysis(ByteBuffer numbers) {
        int hertz = numbers.getInt();
        int channels = numbers.getInt();
        long frames = numbers.getLong();
        Window whole = Window.whole(frames, channels);
        List<Peaks.Channel> peaks = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            peaks.add(new Peaks.Channel(samples(numbers, whole.pixels()), samples(numbers, whole.pixels())));
        }
        List<TalkMap.Channel> talk = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            talk.add(new TalkMap.Channel(frames, spans(numbers)));
        }
        return new Analysis(frames, new Peaks(hertz, whole.samplesPerPixel(), peaks), new TalkMap(hertz, frames, talk));
    }

    private static void write(ByteBuffer numbers, short[] samples) {
        numbers.asShortBuffer().put(samples);
        numbers.position(numbers.position() + samples.length * Short.BYTES);
    }

    private static short[] samples(ByteBuffer numbers, int count) {
        short[] samples = new short[count];
        numbers.asShortBuffer().get(samples);
        numbers.position(numbers.position() + count * Short.BYTES);
        return samples;
    }

    private static List<Span> spans(ByteBuffer numbers) {
        int count = numbers.getInt();
        List<Span> spans = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            spans.add(new Span(numbers.getLong(), numbers.getLong()));
        }
        return spans;
    }
}
