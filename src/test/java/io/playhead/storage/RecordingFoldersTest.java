package io.playhead.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.storage.RecordingFolders.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class RecordingFoldersTest {

    private static final String ROOT = "playhead.storage.disk.roots[0].path";
    private static final Map<String, Object> WAZO =
            Map.of("playhead.database.url", "postgresql://localhost/asterisk", "playhead.database.owner", "wazo");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @Test
    void beside_a_wazo_a_root_goes_without_saying() {
        assertThat(RecordingFolders.unsaid(settings(WAZO))).isEqualTo(Map.of(ROOT, "/var/lib/wazo/sounds/tenants"));
        assertThat(RecordingFolders.unsaid(settings(Map.of(ROOT, "/recordings"), WAZO)))
                .isEmpty();
        assertThat(RecordingFolders.unsaid(settings(Map.of("playhead.database.owner", "wazo"))))
                .isEmpty();
        assertThat(RecordingFolders.unsaid(settings(Map.of("playhead.database.url", "postgresql://localhost/x"))))
                .isEmpty();
    }

    @Test
    void a_wazos_root_that_is_not_there_is_named() {
        assertThatThrownBy(() -> RecordingFolders.configured(settings(WAZO)))
                .hasMessageContaining("/var/lib/wazo/sounds/tenants cannot be opened");
    }

    @Test
    void places_are_shown_under_their_roots_name_and_no_other() throws IOException {
        Path one = Files.createDirectories(temporary.resolve("one/monitor")).toRealPath();
        Path two = Files.createDirectories(temporary.resolve("two/monitor")).toRealPath();
        RecordingFolders folders =
                new RecordingFolders(List.of(new Folder(one, one, true), new Folder(two, two, true)));

        assertThat(folders.all().stream().map(folders::name)).containsExactly("monitor", "monitor-2");
        assertThat(folders.shown(two + "/a/b.wav")).isEqualTo("monitor-2/a/b.wav");
        assertThat(folders.shown(one + "-other/b.wav")).isEqualTo("b.wav");
    }

    @Test
    void a_place_leads_to_a_file_within_the_roots_or_nowhere() throws IOException {
        Path root = Files.createDirectories(temporary.resolve("root")).toRealPath();
        Path inside = Files.writeString(root.resolve("a.wav"), "a");
        Path outside = Files.writeString(temporary.resolve("b.wav"), "b");
        Files.createSymbolicLink(root.resolve("link.wav"), outside);
        RecordingFolders folders = new RecordingFolders(List.of(new Folder(root, root, true)));

        assertThat(folders.file(new Place(inside.toString()))).hasValue(inside);
        assertThat(folders.file(new Place("file://" + inside))).hasValue(inside);
        for (String place : List.of(
                root + "/link.wav", root + "/../b.wav", root.toString(), outside.toString(), "s3://a/b", "", "\0")) {
            assertThat(folders.file(new Place(place))).as(place).isEmpty();
        }
    }

    @SafeVarargs
    private static StandardEnvironment settings(Map<String, Object>... all) {
        StandardEnvironment environment = new StandardEnvironment();
        for (Map<String, Object> settings : all) {
            environment.getPropertySources().addFirst(new MapPropertySource("settings " + settings, settings));
        }
        return environment;
    }
}
