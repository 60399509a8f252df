package io.playhead;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;

/** Makes a record of settings from properties as a start does. */
public final class Settings {

    private Settings() {}

    /**
     * @param usual what is set unless {@code settings} says otherwise
     * @param settings names below the prefix
     */
    public static <T> T bound(String prefix, Class<T> type, Map<String, String> usual, Map<String, String> settings) {
        Map<String, String> named = new HashMap<>();
        usual.forEach((name, value) -> named.put(prefix + "." + name, value));
        settings.forEach((name, value) -> named.put(prefix + "." + name, value));
        return new Binder(
                        List.of(new MapConfigurationPropertySource(named)),
                        null,
                        ApplicationConversionService.getSharedInstance())
                .bindOrCreate(prefix, Bindable.of(type));
    }
}
