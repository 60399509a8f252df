package io.playhead.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChunkGridTest {

    @Test
    void every_octet_is_of_the_chunk_that_begins_at_or_before_it() {
        for (int units = 0; units < 12; units++) {
            ChunkGrid grid = new ChunkGrid(5, 3, units, 4);
            assertThat(grid.start(0)).isZero();
            assertThat(grid.start(grid.chunks())).isEqualTo(grid.length()).isEqualTo(5 + 3L * units);
            for (int chunk = 0; chunk < grid.chunks(); chunk++) {
                assertThat(grid.start(chunk + 1)).isGreaterThan(grid.start(chunk));
                for (long at = grid.start(chunk); at < grid.start(chunk + 1); at++) {
                    assertThat(grid.chunkAt(at)).isEqualTo(chunk);
                }
            }
        }
    }

    @Test
    void the_last_chunk_has_what_is_left() {
        ChunkGrid grid = new ChunkGrid(5, 3, 10, 4);
        assertThat(grid.chunks()).isEqualTo(4);
        assertThat(grid.unitsIn(2)).isEqualTo(4);
        assertThat(grid.unitsIn(3)).isEqualTo(2);
        assertThat(grid.firstUnit(3)).isEqualTo(8);
    }

    @Test
    void knows_no_chunk_beyond_its_own() {
        ChunkGrid grid = new ChunkGrid(5, 3, 10, 4);
        assertThatThrownBy(() -> grid.start(5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> grid.start(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> grid.chunkAt(35)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
