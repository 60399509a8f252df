package io.playhead.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AccessConfigurationTest {

    private static final String LONG_ENOUGH = "0123456789abcdef0123456789abcdef";
    private static final String STATIC = "playhead.access.authority=static";
    private static final String SECRET = "playhead.access.secret=" + LONG_ENOUGH;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private String file;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withUserConfiguration(AccessConfiguration.class);

    @BeforeEach
    void write() {
        file = "playhead.access.static.file="
                + StaticWorld.write(folder.resolve("access.yml"), StaticWorld.TENANTS + StaticWorld.TOKENS);
    }

    @Test
    void with_all_it_needs_it_starts() {
        runner.withPropertyValues(STATIC, file, SECRET).run(context -> {
            assertThat(context).hasSingleBean(Access.class).hasSingleBean(Secret.class);
            assertThat(context.getBean(AccessProperties.class).queryToken()).isTrue();
            assertThat(context.getBean(AccessProperties.class).toString()).doesNotContain(LONG_ENOUGH);
            assertThat(context.getBean(Secret.class).toString()).isEqualTo("Secret");
        });
    }

    @Test
    void the_watch_on_the_file_ends_with_the_context() throws InterruptedException {
        Set<Thread> before = watchers();
        Set<Thread> ofThisContext = new HashSet<>();
        runner.withPropertyValues(STATIC, file, SECRET).run(context -> {
            ofThisContext.addAll(watchers());
            ofThisContext.removeAll(before);
        });

        assertThat(ofThisContext).isNotEmpty();
        for (Thread thread : ofThisContext) {
            thread.join(2_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    /** Other tests may have a Playhead running meanwhile. */
    private static Set<Thread> watchers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("playhead-access-file"))
                .collect(Collectors.toSet());
    }

    @Test
    void the_secret_may_be_in_a_file() {
        Path secret = StaticWorld.write(folder.resolve("secret"), LONG_ENOUGH + "\r\n");

        runner.withPropertyValues(STATIC, file, "playhead.access.secret=", "playhead.access.secret-file=" + secret)
                .run(context -> assertThat(
                                context.getBean(Secret.class).mac("x").doFinal())
                        .isEqualTo(Secret.of(LONG_ENOUGH, "x").mac("x").doFinal()));
    }

    @Test
    void what_is_missing_or_wrong_is_named() {
        fails("playhead.access.authority must be set");
        fails("playhead.access.static.file must be set", STATIC, SECRET);
        fails("one of playhead.access.secret and playhead.access.secret-file", STATIC, file);
        fails("one of playhead.access.secret", STATIC, file, SECRET, "playhead.access.secret-file=/x");
        fails("playhead.access.secret must have at least 32", STATIC, file, "playhead.access.secret=hunter2");
        fails("playhead.access.secret-file cannot be read", STATIC, file, "playhead.access.secret-file=/none/x");
        fails("playhead.access.static.file", STATIC, "playhead.access.static.file=/none/x", SECRET);
        fails("playhead.access.authority", "playhead.access.authority=ldap", file, SECRET);
        fails("playhead.access.query-token", STATIC, file, SECRET, "playhead.access.query-token=perhaps");
    }

    @Test
    void a_short_secret_in_a_file_names_the_file_property() {
        Path secret = StaticWorld.write(folder.resolve("secret"), "hunter2\n");

        fails(
                "playhead.access.secret-file must have at least 32",
                STATIC,
                file,
                "playhead.access.secret-file=" + secret);
    }

    private void fails(String words, String... properties) {
        runner.withPropertyValues(properties).run(context -> {
            assertThat(context).hasFailed();
            assertThat(messages(context.getStartupFailure())).contains(words).doesNotContain("hunter2");
        });
    }

    private static String messages(@Nullable Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }
}
