package io.playhead.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.playhead.pcm.Resampled.Ratio;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolyphaseFilterTest {

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource({"767984, 8000", "767952, 8000", "11025, 48000", "44100, 8000", "1001, 48000", "384000, 8000"})
    void whatever_rate_a_header_tells_its_taps_take_little_memory(int from, int to) {
        long before = threads.getCurrentThreadAllocatedBytes();
        PolyphaseFilter.of(Ratio.of(from, to));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8_000_000);
    }
}
