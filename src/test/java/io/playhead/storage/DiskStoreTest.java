package io.playhead.storage;

import static io.playhead.storage.StoreContract.OCTETS;
import static io.playhead.storage.StoreContract.value;
import static io.playhead.storage.StoreContract.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

class DiskStoreTest extends DiskFixture implements StoreContract {
    @Override
    public RecordingStore store() {
        return store;
    }

    @Override
    public long touches() {
        return disk.calls.get();
    }

    @Override
    public void replace(Place place, byte[] octets) throws IOException {
        Path other = Files.write(outside.resolve("other"), octets);
        Files.move(other, Path.of(place.path()), StandardCopyOption.ATOMIC_MOVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "a/b.wav", "../a.wav", "/a.wav", "a\0.wav"})
    void what_is_no_file_name_is_refused(String name) {
        assertThatThrownBy(() -> value(store.write(TENANT, name, Flux.empty())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(everything()).isEmpty();
    }

    @Test
    void a_name_may_be_as_long_as_the_disk_allows() {
        assertThat(whole(opened(written("x".repeat(251) + ".wav", OCTETS)))).isEqualTo(OCTETS);
    }

    @Test
    void deleting_through_a_link_removes_the_octets_and_the_link() throws IOException {
        Path file = Files.write(remote.resolve("a.wav"), OCTETS);
        Path link = Files.createSymbolicLink(local.resolve("link.wav"), file);
        value(store.delete(place(link)).thenReturn(1));
        assertThat(file).doesNotExist();
        assertThat(Files.isSymbolicLink(link)).isFalse();
    }

    @Test
    void nothing_outside_is_deleted() throws IOException {
        Path secret = Files.write(outside.resolve("secret.wav"), OCTETS);
        Path link = Files.createSymbolicLink(local.resolve("link.wav"), secret);
        value(store.delete(place(link)).thenReturn(1));
        value(store.delete(place(local.resolve("../outside/secret.wav"))).thenReturn(1));
        assertThat(secret).exists();
    }

    @Test
    void a_folder_is_never_deleted() throws IOException {
        Path empty = Files.createDirectory(local.resolve("empty"));
        value(store.delete(place(empty)).thenReturn(1));
        value(store.delete(place(remote)).thenReturn(1));
        assertThat(empty).exists();
        assertThat(remote).exists();
    }

    @Test
    void a_deleted_file_is_closed() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        opened(place(file));
        Files.delete(file);
        value(store.delete(place(file)).thenReturn(1));
        assertThat(store.descriptors().open()).isZero();
    }
}
