package io.playhead.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Properties with names as one object within another. Where a name has both a value and names below it, as stray
 * variables of the environment bring about, the value is left out.
 */
final class SettingTree {

    private final Map<String, @Nullable Object> root = new LinkedHashMap<>();

    void put(ConfigurationPropertyName name, @Nullable Object value) {
        Map<String, @Nullable Object> at = root;
        int last = name.getNumberOfElements() - 1;
        for (int index = 0; index < last; index++) {
            at = below(at, name.getElement(index, Form.DASHED));
        }
        String element = name.getElement(last, Form.DASHED);
        if (!(at.get(element) instanceof Map<?, ?>)) {
            at.put(element, value);
        }
    }

    @SuppressWarnings("unchecked") // this class alone puts maps there
    private static Map<String, @Nullable Object> below(Map<String, @Nullable Object> at, String element) {
        if (!(at.get(element) instanceof Map<?, ?>)) {
            at.put(element, new LinkedHashMap<String, @Nullable Object>());
        }
        return (Map<String, @Nullable Object>) Objects.requireNonNull(at.get(element));
    }

    /** Lists are lists. */
    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        root.forEach((name, value) -> json.put(name, json(value)));
        return json;
    }

    private static @Nullable Object json(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> names)) {
            return value;
        }
        List<@Nullable Object> list = new ArrayList<>();
        while (names.containsKey(Integer.toString(list.size()))) {
            list.add(json(names.get(Integer.toString(list.size()))));
        }
        if (!list.isEmpty() && list.size() == names.size()) {
            return list;
        }
        Map<Object, @Nullable Object> json = new LinkedHashMap<>();
        names.forEach((name, below) -> json.put(name, json(below)));
        return json;
    }
}
