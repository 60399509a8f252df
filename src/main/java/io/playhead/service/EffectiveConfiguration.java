package io.playhead.service;

import io.playhead.http.Cors;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/**
 * What Playhead runs with: call-logd's {@code debug} and {@code rest_api}, then the properties by their own names. Of
 * ours all, the defaults too; of Spring's what is set of the server and of management. Without secrets.
 */
final class EffectiveConfiguration {

    private static final String OURS = "playhead";
    private static final List<ConfigurationPropertyName> SPRINGS =
            List.of(ConfigurationPropertyName.of("server"), ConfigurationPropertyName.of("management"));

    private final ApplicationContext context;
    private final Environment environment;
    private final DebugSwitch debug;

    EffectiveConfiguration(ApplicationContext context, DebugSwitch debug) {
        this.context = context;
        this.environment = context.getEnvironment();
        this.debug = debug;
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("debug", debug.isOn());
        json.put("rest_api", restApi());
        SettingTree tree = new SettingTree();
        putOurs(tree);
        putSprings(tree);
        json.putAll(tree.json());
        return json;
    }

    /** The port is the one that is listened on, also where the system chose it. */
    private Map<String, @Nullable Object> restApi() {
        Map<String, @Nullable Object> api = new LinkedHashMap<>();
        api.put("listen", environment.getProperty("server.address", "0.0.0.0"));
        api.put("port", environment.getProperty("local.server.port", Integer.class));
        api.put("certificate", environment.getProperty("server.ssl.certificate"));
        api.put(
                "private_key",
                Mask.shown("private_key", environment.getProperty("server.ssl.certificate-private-key")));
        api.put(
                "cors",
                Map.of("enabled", context.getBean(Cors.class).isEnabled(), "allow_headers", Cors.REQUEST_HEADERS));
        return api;
    }

    private void putOurs(SettingTree tree) {
        ConfigurationPropertiesBean.getAll(context).values().forEach(bean -> {
            String prefix = bean.getAnnotation().prefix();
            if (prefix.startsWith(OURS) && bean.getInstance() instanceof Record settings) {
                BoundSettings.of(prefix, settings)
                        .forEach((name, value) ->
                                tree.put(ConfigurationPropertyName.of(prefix).append(name), value));
            }
        });
        // read at the start, and bound by nobody
        String data = environment.getProperty("playhead.data");
        if (data != null) {
            tree.put(ConfigurationPropertyName.of("playhead.data"), data);
        }
    }

    private void putSprings(SettingTree tree) {
        Set<ConfigurationPropertyName> seen = new LinkedHashSet<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                names.stream()
                        .filter(name -> SPRINGS.stream().anyMatch(known -> known.isAncestorOf(name)))
                        .filter(seen::add)
                        .forEach(name -> tree.put(name, value(source, name)));
            }
        }
    }

    private @Nullable Object value(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        Object value = property == null ? null : property.getValue();
        return Mask.shown(
                name.toString(),
                value == null || value instanceof Boolean || value instanceof Number
                        ? value
                        : environment.resolvePlaceholders(value.toString()));
    }
}
