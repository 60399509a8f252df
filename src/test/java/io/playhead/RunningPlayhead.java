package io.playhead;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Playhead as its users run it, on ports of its own, with a database, a storage root and the static authority. The
 * shared one is started once in a run; a test that needs other settings starts its own, and closes it.
 */
public final class RunningPlayhead implements AutoCloseable {

    /** Tenants: M is the parent of U and O; X is another customer. */
    public static final UUID TENANT_M = UUID.fromString("11111111-1111-4111-8111-111111111111");

    public static final UUID TENANT_U = UUID.fromString("22222222-2222-4222-8222-222222222222");
    public static final UUID TENANT_O = UUID.fromString("33333333-3333-4333-8333-333333333333");
    public static final UUID TENANT_X = UUID.fromString("44444444-4444-4444-8444-444444444444");
    public static final UUID USER_1 = UUID.fromString("aaaaaaaa-0000-4000-8000-000000000001");
    public static final UUID USER_2 = UUID.fromString("aaaaaaaa-0000-4000-8000-000000000002");

    /** Tokens: of M; of users 1 and 2 of U; of O; of X; of U without a telephone user; of M with nothing allowed. */
    public static final String TOKEN_M = "6b1c7a52-aaaa-4bbb-8ccc-token0000000m";

    public static final String TOKEN_U1 = "6b1c7a52-aaaa-4bbb-8ccc-token000000u1";
    public static final String TOKEN_U2 = "6b1c7a52-aaaa-4bbb-8ccc-token000000u2";
    public static final String TOKEN_O = "6b1c7a52-aaaa-4bbb-8ccc-token0000000o";
    public static final String TOKEN_X = "6b1c7a52-aaaa-4bbb-8ccc-token0000000x";
    public static final String TOKEN_NO_USER = "6b1c7a52-aaaa-4bbb-8ccc-token00nouser";
    /** May hear whole calls, and no recording alone. */
    public static final String TOKEN_NO_RECORDING = "6b1c7a52-aaaa-4bbb-8ccc-token0norecord";

    public static final String TOKEN_NOTHING = "6b1c7a52-aaaa-4bbb-8ccc-token0nothing";

    /** Tokens that may read and change the configuration: of M, and of U, which is not the master. */
    public static final String TOKEN_CONFIG = "6b1c7a52-aaaa-4bbb-8ccc-token0config0";

    public static final String TOKEN_CONFIG_U = "6b1c7a52-aaaa-4bbb-8ccc-token0configu";

    public static final String SECRET = "a secret of the tests, at least 32 characters long";

    private static @Nullable RunningPlayhead shared;

    private final ConfigurableApplicationContext context;
    private final TestDatabase database;
    private final Path root;

    private RunningPlayhead(ConfigurableApplicationContext context, TestDatabase database, Path root) {
        this.context = context;
        this.database = database;
        this.root = root;
    }

    /** The one that most tests use. Its data are shared: make calls of your own and look at those. */
    public static synchronized RunningPlayhead shared() {
        if (shared == null) {
            shared = start(Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** @param settings instead of, or beside, the usual ones */
    public static RunningPlayhead start(Map<String, String> settings) {
        return start(settings, TestDatabase.create());
    }

    public static RunningPlayhead start(Map<String, String> settings, TestDatabase database) {
        try {
            Path folder = Files.createTempDirectory("playhead-test");
            Path root = Files.createDirectory(folder.resolve("recordings"));
            Map<String, Object> all = new HashMap<>();
            all.put("server.port", "0");
            all.put("management.server.port", "0");
            all.put("playhead.database.url", database.url());
            all.put("playhead.database.username", database.username());
            all.put("playhead.database.password", database.password());
            all.put("playhead.storage.disk.roots[0].path", root.toString());
            all.put("playhead.renditions.warm-up", "false");
            all.put("playhead.access.authority", "static");
            all.put("playhead.access.static.file", authority(folder).toString());
            all.put("playhead.access.secret", SECRET);
            all.putAll(settings);
            SpringApplication application = new SpringApplication(PlayheadApplication.class);
            application.setRegisterShutdownHook(false);
            application.addInitializers(new OwnEventLoops());
            String[] arguments = all.entrySet().stream()
                    .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                    .toArray(String[]::new);
            return new RunningPlayhead(application.run(arguments), database, root);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path authority(Path folder) throws IOException {
        String tenants = """
            tenants:
              - {uuid: %s, name: M}
              - {uuid: %s, name: U, parent: %s}
              - {uuid: %s, name: O, parent: %s}
              - {uuid: %s, name: X}
            tokens:
            """.formatted(TENANT_M, TENANT_U, TENANT_M, TENANT_O, TENANT_M, TENANT_X);
        String tokens = token(TOKEN_M, TENANT_M, null, "call-logd.#")
                + token(TOKEN_U1, TENANT_U, USER_1, "call-logd.#")
                + token(TOKEN_U2, TENANT_U, USER_2, "call-logd.#")
                + token(TOKEN_O, TENANT_O, null, "call-logd.#")
                + token(TOKEN_X, TENANT_X, null, "call-logd.#")
                + token(TOKEN_NO_USER, TENANT_U, null, "call-logd.#")
                + token(TOKEN_NO_RECORDING, TENANT_U, USER_1, "call-logd.#\", \"!call-logd.#.recordings.*.media.read")
                + token(TOKEN_CONFIG, TENANT_M, null, "call_logd.config.#")
                + token(TOKEN_CONFIG_U, TENANT_U, null, "call_logd.config.#")
                + token(TOKEN_NOTHING, TENANT_M, null, "calld.#");
        return Files.writeString(folder.resolve("access.yaml"), tenants + tokens);
    }

    private static String token(String token, UUID tenant, @Nullable UUID user, String acl) {
        String people = user == null ? "" : ", user: %s, pbx_user: %s".formatted(user, user);
        return "  - {sha256: %s, tenant: %s%s, acl: [\"%s\"]}\n".formatted(sha256(token), tenant, people, acl);
    }

    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public int port() {
        return port("local.server.port");
    }

    public int managementPort() {
        return port("local.management.port");
    }

    private int port(String property) {
        return context.getEnvironment().getRequiredProperty(property, Integer.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    public TestDatabase database() {
        return database;
    }

    /** Where recordings may lie. */
    public Path root() {
        return root;
    }

    /** Shuts down as a signal would: gracefully. */
    @Override
    public void close() {
        context.close();
    }
}
