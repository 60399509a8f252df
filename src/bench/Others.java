import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** nginx and Caddy on the same files. They know no callers and no recordings, but where nginx asks another server. */
final class Others implements AutoCloseable {

    private static final int NGINX = 19310;
    private static final int UNCORKED = 19311;
    private static final int AUTHORIZED = 19312;
    private static final int REDIRECTED = 19313;
    private static final int UPSTREAM = 19314;
    private static final int CADDY = 19315;

    /**
     * Debian's own nginx.conf with other places, no access log and connections kept for any number of requests (both
     * would cost it a little), and these servers. The upstream of the last two is the least there can be.
     */
    private static final String SERVERS = """
            keepalive_requests 1000000;
            upstream authority { server 127.0.0.1:%5$d; keepalive 256; keepalive_requests 1000000; }
            server { listen 127.0.0.1:%1$d; root %6$s; }
            server { listen 127.0.0.1:%2$d; root %6$s; tcp_nopush off; }
            server { listen 127.0.0.1:%3$d; root %6$s;
              location / { auth_request /auth; }
              location = /auth { internal; proxy_pass http://authority; proxy_http_version 1.1;
                proxy_set_header Connection ""; proxy_pass_request_body off; proxy_set_header Content-Length ""; } }
            server { listen 127.0.0.1:%4$d;
              location / { proxy_pass http://authority; proxy_http_version 1.1; proxy_set_header Connection ""; }
              location /files/ { internal; alias %6$s/; } }
            server { listen 127.0.0.1:%5$d;
              location = /auth { return 204; }
              location / { add_header X-Accel-Redirect /files$uri; return 204; } }
            """;

    private final Server nginx;
    private final Server caddy;
    private final List<String> files;

    /** @param files as from the folder */
    Others(Path work, Path folder, List<Path> files) throws IOException, InterruptedException {
        this.files = files.stream().map(file -> "/" + file).toList();
        Path configuration = Files.writeString(work.resolve("nginx.conf"), nginx(work, folder));
        nginx = new Server(
                List.of(
                        "nginx", "-c", configuration.toString(), "-e", work.resolve("nginx.log").toString(), "-g",
                        "daemon off;"),
                work,
                work.resolve("nginx.out"),
                new Server.Question(NGINX, this.files.getFirst(), "Range: bytes=0-0"));
        Path caddyfile = Files.writeString(work.resolve("Caddyfile"), """
                {
                  admin off
                  auto_https off
                }
                http://127.0.0.1:%d {
                  root * %s
                  file_server
                }
                """.formatted(CADDY, folder));
        caddy = new Server(
                List.of("caddy", "run", "--adapter", "caddyfile", "--config", caddyfile.toString()),
                work,
                work.resolve("caddy.log"),
                new Server.Question(CADDY, this.files.getFirst(), "Range: bytes=0-0"));
    }

    private static String nginx(Path work, Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("user " + System.getProperty("user.name") + ";");
        for (String line : Files.readAllLines(Path.of("/etc/nginx/nginx.conf"))) {
            String directive = line.strip();
            if (directive.startsWith("user ") || directive.startsWith("error_log ")) {
                continue;
            }
            if (directive.startsWith("pid ")) {
                lines.add("pid " + work.resolve("nginx.pid") + ";");
            } else if (directive.startsWith("access_log ")) {
                lines.add("access_log off;");
            } else if (directive.startsWith("include /etc/nginx/conf.d")) {
                lines.add(SERVERS.formatted(NGINX, UNCORKED, AUTHORIZED, REDIRECTED, UPSTREAM, folder));
            } else if (!directive.startsWith("include /etc/nginx/sites-enabled")) {
                lines.add(line);
            }
        }
        return String.join("\n", lines) + "\n";
    }

    /** The first is what the others are measured by. */
    List<Contender> contenders() {
        return List.of(
                contender("nginx", NGINX, nginx),
                contender("nginx, `tcp_nopush off`", UNCORKED, nginx),
                contender("nginx, `auth_request`", AUTHORIZED, nginx),
                contender("nginx, `X-Accel-Redirect`", REDIRECTED, nginx),
                contender("Caddy", CADDY, caddy));
    }

    private Contender contender(String name, int port, Server server) {
        return new Contender(name, "http://127.0.0.1:" + port, files, Map.of(), server.proc());
    }

    @Override
    public void close() throws InterruptedException {
        nginx.close();
        caddy.close();
    }
}
