package io.playhead.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabasePropertiesTest {

    @Test
    void what_is_not_set_has_a_good_value() {
        assertThat(bound(Map.of())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url|mysql://localhost/a|playhead.database.url must be a postgresql:// URL",
                "url|localhost:5432/a|playhead.database.url must be a postgresql:// URL",
                "url|http:postgresql://localhost/a|playhead.database.url must be a postgresql:// URL",
                "url|postgresql://me:hunter2@localhost/a|playhead.database.url must not hold the credentials",
                "url|postgresql://localhost/a?user=me&password=hunter2|playhead.database.url must not hold the credentials",
                "url|' '|playhead.database.url must be set",
                "connections|0|playhead.database.connections must be at least 1",
                "connections|many|playhead.database.connections",
                "acquire|-1s|playhead.database.acquire must be positive",
                "acquire|0s|playhead.database.acquire must be positive",
                "statement|-1s|playhead.database.statement must be positive",
                "statement|soon|playhead.database.statement",
                "owner|nobody|playhead.database.owner"
            })
    void a_wrong_value_names_its_property(String property, String value, String words) {
        assertThatThrownBy(() -> bound(Map.of(property, value)))
                .hasStackTraceContaining(words)
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("hunter2"));
    }

    private static DatabaseProperties bound(Map<String, String> settings) {
        return Settings.bound(
                "playhead.database", DatabaseProperties.class, Map.of("url", "postgresql://localhost/a"), settings);
    }
}
