package io.playhead.storage;

import static io.playhead.storage.StoreContract.LONG;
import static io.playhead.storage.StoreContract.OCTETS;
import static io.playhead.storage.StoreContract.random;
import static io.playhead.storage.StoreContract.reason;
import static io.playhead.storage.StoreContract.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.storage.StorageFailure.Reason;
import io.playhead.storage.WatchedDisk.Call;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** Where a place may lead. */
class DiskPlacesTest extends DiskFixture {

    @Test
    void a_link_to_a_file_outside_is_missing() throws IOException {
        Path secret = Files.write(outside.resolve("secret.wav"), OCTETS);
        assertMissing(Files.createSymbolicLink(local.resolve("link.wav"), secret));
    }

    @Test
    void a_link_to_a_folder_outside_is_missing() throws IOException {
        Files.write(outside.resolve("secret.wav"), OCTETS);
        Files.createSymbolicLink(local.resolve("folder"), outside);
        assertMissing(local.resolve("folder").resolve("secret.wav"));
    }

    @Test
    void a_link_swapped_for_one_to_the_outside_is_missing() throws IOException {
        Path secret = Files.write(outside.resolve("secret.wav"), random(OCTETS.length, 5));
        Path honest = Files.write(local.resolve("honest.wav"), OCTETS);
        Path link = Files.createSymbolicLink(local.resolve("link.wav"), honest);
        assertThat(whole(opened(place(link)))).isEqualTo(OCTETS);
        Files.move(Files.createSymbolicLink(local.resolve("new"), secret), link, StandardCopyOption.ATOMIC_MOVE);
        assertMissing(link);
    }

    @Test
    void a_folder_swapped_while_its_file_is_opened_gives_nothing() throws IOException {
        Path file = Files.write(Files.createDirectory(local.resolve("folder")).resolve("a.wav"), OCTETS);
        Files.write(outside.resolve("a.wav"), random(OCTETS.length, 6));
        disk.weather = (call, path) -> {
            if (call == Call.OPEN) {
                Files.move(local.resolve("folder"), local.resolve("away"));
                Files.createSymbolicLink(local.resolve("folder"), outside);
            }
        };
        assertThat(reason(store.open(place(file)))).isEqualTo(Reason.CHANGED);
        disk.weather = (call, path) -> {};
        assertMissing(file);
    }

    @Test
    void a_link_within_the_roots_leads_where_it_leads() throws IOException {
        Path file = Files.write(remote.resolve("a.wav"), OCTETS);
        Path link = Files.createSymbolicLink(local.resolve("link.wav"), file);
        assertThat(whole(opened(place(link)))).isEqualTo(OCTETS);
        assertThat(opened(place(link)).region(SHORT)).as("as its root has it").isEmpty();
    }

    @Test
    void dots_out_of_a_root_are_missing() throws IOException {
        Files.write(outside.resolve("secret.wav"), OCTETS);
        assertMissing(local.resolve("../outside/secret.wav"));
        assertMissing(local.resolve(".."));
        assertMissing(Path.of("/etc/passwd"));
    }

    @Test
    void dots_within_a_root_are_as_the_file_system_takes_them() throws IOException {
        Files.write(local.resolve("a.wav"), OCTETS);
        assertThat(whole(opened(place(local.resolve("../local/./a.wav"))))).isEqualTo(OCTETS);
    }

    @Test
    void a_neighbour_whose_name_begins_as_a_root_does_is_outside() throws IOException {
        Path neighbour = Files.createDirectory(folder.resolve("local2")).resolve("a.wav");
        assertMissing(Files.write(neighbour, OCTETS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/a\0b.wav", "file:", "file:a.wav", "file:../a.wav", "file://host/a.wav", "file:////", "//", "/"
            })
    void what_is_no_path_of_this_machine_is_missing(String location) {
        assertThat(reason(store.open(new Place(location)))).isEqualTo(Reason.MISSING);
        StepVerifier.create(store.delete(new Place(location))).expectComplete().verify(LONG);
    }

    @Test
    void a_path_and_its_file_forms_are_the_same_file() throws IOException {
        Path file = Files.write(local.resolve("50% [a] b.wav"), OCTETS);
        for (String prefix : List.of("", "file:", "file://")) {
            Place place = new Place(prefix + file);
            assertThat(store.knows(place)).isTrue();
            assertThat(whole(opened(place))).as(prefix).isEqualTo(OCTETS);
        }
        assertThat(store.knows(new Place("s3://bucket/key"))).isFalse();
    }

    @Test
    void a_folder_a_pipe_and_a_socket_are_missing() throws IOException, InterruptedException {
        assertMissing(Files.createDirectory(local.resolve("folder.wav")));
        assertMissing(local);
        Path pipe = local.resolve("pipe.wav");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertMissing(pipe);
        Path socket = local.resolve("socket.wav");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertMissing(socket);
        }
    }

    @Test
    void what_leads_nowhere_is_missing() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        assertMissing(file.resolve("below.wav"));
        assertMissing(local.resolve("x".repeat(300)));
        assertMissing(local.resolve("x/".repeat(3_000)));
        assertMissing(Files.createSymbolicLink(local.resolve("loop"), local.resolve("loop")));
        assertMissing(Files.createSymbolicLink(local.resolve("dangling"), local.resolve("gone")));
    }

    @Test
    void what_may_not_be_read_is_forbidden() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        disk.weather = failing(Call.OPEN, () -> new AccessDeniedException(file.toString()));
        assertThat(reason(store.open(place(file)))).isEqualTo(Reason.FORBIDDEN);
        disk.weather = failing(Call.REAL, () -> new AccessDeniedException(file.toString()));
        assertThat(reason(store.delete(place(file)).thenReturn(1))).isEqualTo(Reason.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Operation not permitted", "Read-only file system"})
    void what_may_not_be_removed_is_forbidden(String reason) throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        disk.weather = failing(Call.REAL, () -> new FileSystemException(file.toString(), null, reason));
        assertThat(reason(store.delete(place(file)).thenReturn(1))).isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void a_failure_is_not_remembered() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        disk.weather = failing(Call.OPEN, () -> new IOException("Input/output error"));
        assertThat(reason(store.open(place(file)))).isEqualTo(Reason.BROKEN);
        disk.weather = (call, path) -> {};
        assertThat(whole(opened(place(file)))).isEqualTo(OCTETS);
    }

    @Test
    void a_failure_shows_no_place() throws IOException {
        assertThatThrownBy(() -> opened(nowhere())).hasMessage("MISSING").isInstanceOf(StorageFailure.class);
    }

    private void assertMissing(Path path) {
        assertThat(reason(store.open(place(path)))).as("%.80s", path).isEqualTo(Reason.MISSING);
    }
}
