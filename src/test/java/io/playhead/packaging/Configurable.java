package io.playhead.packaging;

import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** What the program's records of properties say can be configured. */
record Configurable(String prefix, Class<?> type) {

    /** @param name as in a file; {@code [0]} for the elements of a list of records */
    record Property(String name, Type type) {}

    static List<Configurable> all() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scan.findCandidateComponents("io.playhead").stream()
                .map(found -> of(Objects.requireNonNull(found.getBeanClassName())))
                .toList();
    }

    private static Configurable of(String name) {
        try {
            Class<?> type = Class.forName(name);
            return new Configurable(
                    type.getAnnotation(ConfigurationProperties.class).value(), type);
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether it binds what stands directly under {@code playhead}, beside the prefixes of all others. */
    boolean isRoot() {
        return prefix.equals("playhead");
    }

    /** Whether it leaves something under its prefix to others. */
    boolean hasOthersBelow() {
        return all().stream().anyMatch(other -> other.prefix().startsWith(prefix + "."));
    }

    /** Whether a property is one of this record, or would be if the record had it. */
    boolean owns(String name) {
        return isRoot()
                ? properties().stream().anyMatch(property -> property.name().equals(name))
                : name.startsWith(prefix + ".");
    }

    List<Property> properties() {
        return properties(prefix, type).toList();
    }

    private static Stream<Property> properties(String prefix, Class<?> type) {
        return Stream.of(type.getDeclaredConstructors()[0].getParameters())
                .flatMap(parameter -> properties(prefix + "." + name(parameter), parameter.getParameterizedType()));
    }

    private static Stream<Property> properties(String name, Type type) {
        if (type instanceof Class<?> simple && simple.isRecord()) {
            return properties(name, simple);
        }
        if (type instanceof ParameterizedType list
                && list.getActualTypeArguments()[0] instanceof Class<?> element
                && element.isRecord()) {
            return properties(name + "[0]", element);
        }
        return Stream.of(new Property(name, type));
    }

    private static String name(Parameter parameter) {
        Name given = parameter.getAnnotation(Name.class);
        return given == null ? DataObjectPropertyName.toDashedForm(parameter.getName()) : given.value();
    }
}
