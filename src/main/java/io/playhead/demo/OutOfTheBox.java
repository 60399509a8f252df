package io.playhead.demo;

import io.playhead.storage.RecordingFolders;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Decides at the start whether Playhead is configured. If nothing is, it prepares the data folder and hands the rest
 * of the program a configuration like any other; if something is, all that is required must be.
 */
final class OutOfTheBox implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Set by this class alone; says that the demonstration is to be there. */
    static final String PROPERTY = "playhead.demonstration";

    private static final String DATABASE = "playhead.database.url";
    private static final String ROOTS = "playhead.storage.disk.roots[0].path";
    private static final String AUTHORITY = "playhead.access.authority";
    private static final String DECODED = "playhead.decoder.cache.folder";
    /** Whoever sets one of these has a configuration in mind; out of the box they would be overruled in silence. */
    private static final List<String> USELESS_ALONE = List.of(
            "playhead.database.username",
            "playhead.database.password",
            "playhead.database.owner",
            "playhead.access.static.file",
            "playhead.access.wazo-auth.host",
            "playhead.access.wazo-auth.port",
            "playhead.access.oidc.issuer",
            "playhead.access.secret",
            "playhead.access.secret-file");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("beside a Wazo", RecordingFolders.unsaid(environment)));
        Map<String, Boolean> required = new TreeMap<>();
        required.put(DATABASE, environment.containsProperty(DATABASE));
        required.put(ROOTS, environment.containsProperty(ROOTS));
        required.put(AUTHORITY, environment.containsProperty(AUTHORITY));
        if (required.containsValue(true) || USELESS_ALONE.stream().anyMatch(environment::containsProperty)) {
            refuseHalf(required);
            return;
        }
        Path folder = Path.of(environment.getProperty("playhead.data", "data")).toAbsolutePath();
        DataFolder data = DataFolder.open(folder);
        EmbeddedDatabase database = start(data);
        context.getBeanFactory().registerSingleton("dataFolder", data);
        context.getBeanFactory().registerSingleton("embeddedDatabase", database);
        ((DefaultListableBeanFactory) context.getBeanFactory()).registerDisposableBean("embeddedDatabase", () -> {
            database.close();
            data.close();
        });
        environment.getPropertySources().addFirst(new MapPropertySource("out of the box", settings(data, database)));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "unless configured",
                        Map.of(DECODED, data.folder("decoded").toString())));
    }

    private static EmbeddedDatabase start(DataFolder data) {
        try {
            return EmbeddedDatabase.start(data);
        } catch (RuntimeException failure) {
            data.close();
            throw failure;
        }
    }

    private static void refuseHalf(Map<String, Boolean> required) {
        List<String> missing = required.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(String.join(", ", missing)
                    + " must be set: a database, storage roots and an authority are required together");
        }
    }

    private static Map<String, Object> settings(DataFolder data, EmbeddedDatabase database) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(PROPERTY, true);
        settings.put(DATABASE, database.url());
        settings.put("playhead.database.username", EmbeddedDatabase.USER);
        settings.put("playhead.database.password", data.secret(EmbeddedDatabase.PASSWORD));
        settings.put(ROOTS, data.folder("recordings").toString());
        settings.put(AUTHORITY, "static");
        settings.put(
                "playhead.access.static.file", DemonstrationAccess.write(data).toString());
        settings.put("playhead.access.secret", data.secret("secret"));
        return settings;
    }
}
