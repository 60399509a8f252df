package io.playhead.service;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Name;

/** A record of settings as an object with the properties' own names: what was set and what is so by default. */
final class BoundSettings {

    private BoundSettings() {}

    /** @param prefix of the properties' names */
    static Map<String, @Nullable Object> of(String prefix, Record settings) {
        Class<?> type = settings.getClass();
        Parameter[] parameters = canonical(type).getParameters();
        RecordComponent[] components = type.getRecordComponents();
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int index = 0; index < components.length; index++) {
            Name given = parameters[index].getAnnotation(Name.class);
            String name = given == null ? kebab(components[index].getName()) : given.value();
            named.put(name, shown(prefix + "." + name, value(components[index], settings)));
        }
        return named;
    }

    private static @Nullable Object shown(String name, @Nullable Object value) {
        return switch (value) {
            case Record inner -> of(name, inner);
            case Collection<?> several ->
                several.stream().map(one -> shown(name, one)).toList();
            case Enum<?> choice -> kebab(choice.name().toLowerCase(Locale.ROOT)).replace('_', '-');
            case Number number -> Mask.shown(name, number);
            case Boolean flag -> flag;
            case null -> null;
            default -> Mask.shown(name, value.toString());
        };
    }

    private static @Nullable Object value(RecordComponent component, Record settings) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Constructor<?> canonical(Class<?> type) {
        try {
            return type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
