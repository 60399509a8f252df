package io.playhead.waveform;

import static io.playhead.waveform.WaveformFormat.Bits.EIGHT;
import static io.playhead.waveform.WaveformFormat.Bits.SIXTEEN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.HexFormat;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Against the example in audiowaveform's {@code doc/DataFormat.md}, and its table of the header. */
class WaveformFormatTest {

    /** The example's, as 16-bit samples that audiowaveform would write so. */
    private static final Peaks EXAMPLE = new Peaks(
            48_000,
            512,
            List.of(
                    channel(-65 * 256, 63 * 256, -40 * 256 - 255, 41 * 256 + 255, -55 * 256, 43 * 256),
                    channel(-66 * 256, 64 * 256, -39 * 256 - 1, 45 * 256 + 1, -55 * 256, 44 * 256)));

    private static final Peaks SILENCE = new Peaks(8000, 64, List.of(channel(0, 0, 0, 0)));
    private static final Peaks NOTHING = new Peaks(8000, 64, List.of(channel()));

    @Test
    void the_published_example_is_written_so() {
        assertThat(new String(WaveformFormat.JSON.of(EXAMPLE, EIGHT), US_ASCII)).isEqualTo("""
                {"version":2,"channels":2,"sample_rate":48000,"samples_per_pixel":512,"bits":8,"length":3,\
                "data":[-65,63,-66,64,-40,41,-39,45,-55,43,-55,44]}""");
    }

    @Test
    void sixteen_bits_are_the_samples_themselves() {
        assertThat(new String(WaveformFormat.JSON.of(EXAMPLE, SIXTEEN), US_ASCII))
                .contains("\"bits\":16,\"length\":3,\"data\":[-16640,16128,-16896,16384,-10495,10751,-9985,11521,");
    }

    @Test
    void the_binary_header_has_six_little_endian_fields() {
        String eight = HexFormat.of().formatHex(WaveformFormat.DAT.of(EXAMPLE, EIGHT));
        assertThat(eight)
                .isEqualTo("02000000" + "01000000" + "80bb0000" + "00020000" + "03000000" + "02000000" + "bf3fbe40"
                        + "d829d92d" + "c92bc92c");
        String sixteen = HexFormat.of().formatHex(WaveformFormat.DAT.of(EXAMPLE, SIXTEEN));
        assertThat(sixteen)
                .startsWith("02000000" + "00000000" + "80bb0000" + "00020000" + "03000000" + "02000000")
                .contains("00bf003f" + "00be0040" + "01d7ff29" + "ffd8012d")
                .hasSize(2 * (24 + 3 * 2 * 2 * 2));
    }

    @Test
    void extremes_fit_their_bits() {
        Peaks loud = new Peaks(8000, 64, List.of(channel(Short.MIN_VALUE, Short.MAX_VALUE)));
        assertThat(new String(WaveformFormat.JSON.of(loud, EIGHT), US_ASCII)).endsWith("[-128,127]}");
        assertThat(WaveformFormat.DAT.of(loud, EIGHT)).endsWith(-128, 127);
        assertThat(svg(loud)).contains("d=\"M0 128V0H1V256H0Z\"");
    }

    @Test
    void a_picture_is_one_path_a_channel_and_nothing_that_runs() throws Exception {
        Element svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(WaveformFormat.SVG.of(EXAMPLE, EIGHT)))
                .getDocumentElement();
        assertThat(svg.getAttribute("viewBox")).isEqualTo("0 0 3 512");
        assertThat(svg.getAttribute("fill")).isEqualTo("currentColor");
        assertThat(svg.getElementsByTagName("*").getLength()).isEqualTo(2);
        assertThat(svg.getElementsByTagName("path").getLength()).isEqualTo(2);
    }

    @Test
    void silence_is_a_line() {
        assertThat(svg(SILENCE)).contains("<path d=\"M0 128V127H1V127H2V128H1V128H0Z\"/>");
    }

    @Test
    void nothing_is_written_too() {
        assertThat(new String(WaveformFormat.JSON.of(NOTHING, EIGHT), US_ASCII)).endsWith("\"length\":0,\"data\":[]}");
        assertThat(WaveformFormat.DAT.of(NOTHING, SIXTEEN)).hasSize(24);
        assertThat(svg(NOTHING)).contains("viewBox=\"0 0 0 256\"").doesNotContain("path");
    }

    private static String svg(Peaks peaks) {
        return new String(WaveformFormat.SVG.of(peaks, EIGHT), US_ASCII);
    }

    private static Peaks.Channel channel(int... pairs) {
        short[] lowest = new short[pairs.length / 2];
        short[] highest = new short[pairs.length / 2];
        for (int pixel = 0; pixel < lowest.length; pixel++) {
            lowest[pixel] = (short) pairs[2 * pixel];
            highest[pixel] = (short) pairs[2 * pixel + 1];
        }
        return new Peaks.Channel(lowest, highest);
    }
}
