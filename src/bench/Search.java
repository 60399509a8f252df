import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Started by {@code src/bench/search}, which says what it does. */
final class Search {

    private static final List<String> TABLES = List.of(
            "call_logd_call_log",
            "call_logd_call_log_participant",
            "call_logd_call_log_destination",
            "call_logd_recording");

    private static final String WAZO = "wazo";

    /** Rounds of three seconds. */
    private static final int WARMING = 10;

    private final Path root;
    private final Path folder;
    private final long calls;
    private final int rounds;
    private final boolean wazo;
    private final StringBuilder report = new StringBuilder();
    private List<Proc> processes = List.of();
    /** Which Playhead: the first, or the one beside it on Wazo's database. */
    private int asked;
    private final HttpClient http = HttpClient.newHttpClient();
    private String token = "";

    Search(Path root, long calls, int rounds, boolean wazo) {
        this.root = root;
        this.folder = root.resolve("target/bench/calls-" + calls + (wazo ? "-wazo" : ""));
        this.calls = calls;
        this.rounds = rounds;
        this.wazo = wazo;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> options = Arrays.asList(arguments);
        int at = options.indexOf("--calls");
        long calls = at < 0 ? 10_000_000 : Long.parseLong(options.get(at + 1));
        int rounds = options.contains("--quick") ? 10 : 100;
        new Search(Path.of(arguments[0]), calls, rounds, options.contains("--wazo")).run();
    }

    private void run() throws Exception {
        Files.createDirectories(folder);
        Playhead playhead = new Playhead(root, folder);
        if (!Files.exists(folder.resolve("filled"))) {
            fill(playhead);
        }
        token = playhead.token();
        if (wazo) {
            measureWazo(playhead);
        } else {
            try (Server server = playhead.start("-Xmx256m")) {
                measure(server);
                deep();
            }
            try (Server small = playhead.start("-Xmx128m")) {
                csv(small);
            }
        }
        System.out.println(report);
    }

    /** The first Playhead only holds the server of databases: it is asked nothing. */
    private void measureWazo(Playhead playhead) throws Exception {
        List<String> access = new ArrayList<>(playhead.fileOfTokens());
        access.add("--playhead.database.owner=wazo");
        try (Server first = playhead.start();
                Server server = playhead.beside(1, WAZO, access, "-Xmx256m")) {
            asked = 1;
            measure(server);
        }
    }

    // The database ------------------------------------------------------------------------------------------------

    private void fill(Playhead playhead) throws Exception {
        try (Server first = playhead.start()) {
            while (!Files.exists(folder.resolve("data/demonstration"))) {
                Thread.sleep(100);
            }
            token = playhead.token();
            String tenant = json("/1.0/cdr?limit=1").path("items").get(0).path("tenant_uuid").asString();
            if (wazo) {
                makeWazo();
            }
            try (Connection connection = connect()) {
                fill(connection, tenant);
            }
        }
        Files.createFile(folder.resolve("filled"));
    }

    /** As call-logd's own migrations make it, with what the command {@code schema} prints. */
    private void makeWazo() throws Exception {
        try (Connection connection = connect("postgres")) {
            execute(connection, "CREATE DATABASE " + WAZO);
        }
        try (Connection connection = connect()) {
            String migrations = "src/main/resources/io/playhead/database/migrations/";
            execute(connection, Files.readString(root.resolve(migrations + "V1__call_logd.sql")));
            execute(connection, "SET search_path TO DEFAULT");
            Process schema = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-jar",
                            Playhead.jar(root).toString(),
                            "schema",
                            "--role=postgres")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            execute(connection, new String(schema.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private void fill(Connection connection, String tenant) throws Exception {
        // as an administrator would set them on a machine with this much memory
        for (String setting : List.of(
                "shared_buffers = '4GB'",
                "effective_cache_size = '12GB'",
                "work_mem = '32MB'",
                "random_page_cost = 1.1",
                "max_wal_size = '8GB'",
                "jit = off")) {
            execute(connection, "ALTER SYSTEM SET " + setting);
        }
        execute(connection, "SELECT pg_reload_conf()");
        List<String> indexes = indexes(connection);
        for (String index : indexes) {
            execute(connection, "DROP INDEX " + index.replaceFirst("CREATE .*INDEX (\\S+) ON .*", "public.$1"));
        }
        triggers(connection, "DISABLE");
        long begun = System.nanoTime();
        String script = Files.readString(root.resolve("src/bench/calls.sql"))
                .replace("${calls}", Long.toString(calls))
                .replace("${tenant}", tenant);
        for (String statement : script.split(";\\n")) {
            if (!statement.isBlank()) {
                execute(connection, statement);
            }
        }
        say("rows are there", begun);
        for (String index : indexes) {
            execute(connection, index);
        }
        say("indexes are there", begun);
        if (!wazo) {
            execute(connection, "SELECT playhead.fill_call_index()");
        }
        triggers(connection, "ENABLE");
        say("Playhead's own index is there", begun);
        execute(connection, "VACUUM ANALYZE");
        say("vacuumed", begun);
    }

    private static void triggers(Connection connection, String what) throws SQLException {
        for (String table : TABLES) {
            execute(connection, "ALTER TABLE " + table + " " + what + " TRIGGER ALL");
        }
    }

    private static List<String> indexes(Connection connection) throws SQLException {
        return strings(connection, """
                SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
                JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
                WHERE n.nspname = 'public' AND t.relname LIKE 'call_logd_%'
                  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)""");
    }

    private Connection connect() throws IOException, SQLException {
        return connect(wazo ? WAZO : "postgres");
    }

    private Connection connect(String database) throws IOException, SQLException {
        String port = Files.readString(folder.resolve("data/postgres-port")).strip();
        String password = Files.readString(folder.resolve("data/postgres-password")).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", password);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        }
    }

    private static void say(String what, long begun) {
        System.err.printf("%s, %.0f s%n", what, (System.nanoTime() - begun) / 1e9);
    }

    // The measuring -----------------------------------------------------------------------------------------------

    /** Questions by what they ask for. Values are such as leave at most ten thousand calls, unless it says "all". */
    private Map<String, String> questions() throws Exception {
        try (Connection connection = connect()) {
            Map<String, String> questions = new LinkedHashMap<>();
            questions.put("no filter", "");
            questions.put("period, a month", "from=2024-05-03T07:30:00&until=2024-06-04T18:15:00");
            questions.put("period, a day", "from=2024-05-03T00:00:00&until=2024-05-04T00:00:00");
            questions.put("direction", "call_direction=outbound");
            questions.put("status, answered", "call_status=answered");
            questions.put("status, blocked", "call_status=blocked");
            questions.put("recorded", "recorded=true");
            questions.put("not recorded", "recorded=false");
            questions.put("direction and period", "call_direction=inbound&from=2024-05-03T07:30:00&until=2024-08-01T00:00:00");
            questions.put("direction and status", "call_direction=inbound&call_status=voicemail");
            questions.put("user with most calls", "user_uuid=" + user(connection, "DESC", 1_000_000_000));
            questions.put("user with few calls", "user_uuid=" + user(connection, "DESC", 10_000));
            questions.put(
                    "user and period",
                    "user_uuid=" + user(connection, "DESC", 1_000_000_000)
                            + "&from=2024-05-03T07:30:00&until=2024-06-04T18:15:00");
            questions.put(
                    "user and direction",
                    "call_direction=inbound&user_uuid=" + user(connection, "DESC", 10_000));
            questions.put("tag", "tags=" + value(connection, """
                    SELECT tag FROM (SELECT tags[1] AS tag, count(*) AS n FROM call_logd_call_log_participant
                      WHERE tags <> '{}' GROUP BY 1) t WHERE n <= 10000 ORDER BY n DESC LIMIT 1"""));
            questions.put("number", "number=" + value(connection, """
                    SELECT source_exten FROM call_logd_call_log WHERE source_exten ~ '^[0-9]+$'
                    GROUP BY 1 HAVING count(*) <= 3000 ORDER BY count(*) DESC LIMIT 1"""));
            questions.put("requested extension", "requested_internal_extension=" + value(connection, """
                    SELECT requested_internal_exten FROM call_logd_call_log WHERE requested_internal_exten IS NOT NULL
                    GROUP BY 1 HAVING count(*) <= 10000 ORDER BY count(*) DESC LIMIT 1"""));
            questions.put("conversation", "conversation_id=" + value(connection, """
                    SELECT conversation_id FROM call_logd_call_log WHERE id = (SELECT max(id) / 2 FROM call_logd_call_log)
                    """.strip()));
            questions.put("from an id", "from_id=" + value(connection, "SELECT max(id) - 9000 FROM call_logd_call_log"));
            questions.put("file name", "search=" + value(connection, """
                    SELECT to_char(start_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24_MI_SS"UTC"') || '-' || call_log_id
                      || '-' || uuid || '.wav' FROM call_logd_recording OFFSET 1000 LIMIT 1"""));
            questions.put("text, few matches", "search=" + value(connection, """
                    SELECT source_name FROM call_logd_call_log WHERE source_name NOT LIKE 'User%'
                    GROUP BY 1 HAVING count(*) <= 9000 ORDER BY count(*) DESC LIMIT 1""").replace(" ", "%20"));
            questions.put("text, many matches", "search=anna");
            questions.put("number pattern, few matches", "number=_" + value(connection, """
                    SELECT right(source_exten, 7) FROM (SELECT source_exten, count(*) AS n FROM call_logd_call_log
                      WHERE source_exten LIKE '+%' GROUP BY 1) t WHERE n <= 5000 ORDER BY n DESC LIMIT 1"""));
            questions.put("number pattern, many matches", "number=_1_");
            return questions;
        }
    }

    private String user(Connection connection, String order, long most) throws SQLException {
        if (wazo) {
            return value(connection, "SELECT user_uuid FROM call_logd_call_log_participant GROUP BY 1 HAVING count(*) <= "
                    + most + " ORDER BY count(*) " + order + " LIMIT 1");
        }
        return value(connection, "SELECT user_uuid FROM playhead.user_count GROUP BY 1 HAVING sum(terminal) <= " + most
                + " ORDER BY sum(terminal) " + order + " LIMIT 1");
    }

    private static String value(Connection connection, String sql) throws SQLException {
        return strings(connection, sql).getFirst();
    }

    private void measure(Server server) throws Exception {
        report.append("%s, %,d calls of one tenant%n%n".formatted(LocalDate.now(), calls));
        report.append("| Question | Matches | first ms | p50 ms | p99 ms | 8 clients /s | CPU of each, ms |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        processes = List.of(server.proc(), postgres());
        // until Java has compiled what is asked most
        for (int warming = 0; warming < WARMING; warming++) {
            rate("/1.0/cdr?limit=100");
        }
        for (Map.Entry<String, String> question : questions().entrySet()) {
            line(question.getKey(), "/1.0/cdr?limit=100&" + question.getValue());
        }
    }

    /** No child of the Playhead that started it. */
    private Proc postgres() throws IOException {
        String pid = Files.readAllLines(folder.resolve("data/postgres/postmaster.pid")).getFirst();
        return new Proc(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
    }

    private void line(String name, String target) throws Exception {
        long first = System.nanoTime();
        JsonNode body = json(target);
        double firstMillis = (System.nanoTime() - first) / 1e6;
        double[] millis = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long begun = System.nanoTime();
            json(target);
            millis[round] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(millis);
        Rate rate = rate(target);
        String line = "| %s | %,d | %.0f | %.1f | %.1f | %.0f | %.1f |%n"
                .formatted(
                        name,
                        body.path("filtered").asLong(),
                        firstMillis,
                        millis[rounds / 2],
                        millis[Math.min(rounds - 1, rounds * 99 / 100)],
                        rate.perSecond(),
                        rate.cpuMillis());
        System.err.print(line);
        report.append(line);
    }

    /** @param cpuMillis of Playhead and PostgreSQL for each answer */
    private record Rate(double perSecond, double cpuMillis) {}

    private Rate rate(String target) throws Exception {
        AtomicLong answers = new AtomicLong();
        double cpu = cpu();
        long begun = System.nanoTime();
        long end = begun + 3_000_000_000L;
        try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
            for (int client = 0; client < 8; client++) {
                clients.submit(() -> {
                    while (System.nanoTime() < end) {
                        text(target);
                        answers.incrementAndGet();
                    }
                    return null;
                });
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Rate(answers.get() / seconds, 1000 * (cpu() - cpu) / answers.get());
    }

    private double cpu() {
        return processes.stream().mapToDouble(Proc::cpu).sum();
    }

    private void deep() throws Exception {
        String next = "";
        double first = 0;
        double[] last = new double[20];
        int pages = rounds < 100 ? 200 : 10_000;
        for (int page = 0; page < pages; page++) {
            long begun = System.nanoTime();
            JsonNode body = json("/1.0/cdr?limit=100&after=" + next);
            last[page % 20] = (System.nanoTime() - begun) / 1e6;
            if (page == 19) {
                first = middle(last);
            }
            if (body.path("next").isNull()) {
                break;
            }
            next = body.path("next").asString();
        }
        report.append("%nBy cursor, medians of 20: the first pages %.1f ms, the %,dth %.1f ms%n"
                .formatted(first, pages, middle(last)));
    }

    private static double middle(double[] some) {
        double[] sorted = some.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void csv(Server server) throws Exception {
        long begun = System.nanoTime();
        HttpResponse<java.io.InputStream> answer = http.send(
                request("/1.0/cdr?format=csv&limit=" + Math.min(1_000_000, calls)),
                HttpResponse.BodyHandlers.ofInputStream());
        long lines = 0;
        try (var in = answer.body()) {
            byte[] buffer = new byte[65536];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int index = 0; index < count; index++) {
                    lines += buffer[index] == '\n' ? 1 : 0;
                }
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        report.append("%nCSV: %,d lines in %.1f s, %,.0f a second, with -Xmx128m; RSS afterwards %d MB%n"
                .formatted(lines, seconds, lines / seconds, server.proc().rss()));
    }

    private JsonNode json(String target) throws Exception {
        return JsonMapper.shared().readTree(text(target));
    }

    private String text(String target) throws Exception {
        HttpResponse<String> answer = http.send(request(target), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(target + " " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private HttpRequest request(String target) {
        return HttpRequest.newBuilder(URI.create(Playhead.url(asked, target)))
                .header("X-Auth-Token", token)
                .build();
    }
}
