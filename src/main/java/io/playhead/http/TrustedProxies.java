package io.playhead.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Whose word counts on who the client is. One hop: of {@code X-Forwarded-For} and {@code X-Forwarded-Proto} the last
 * value, which the trusted proxy itself wrote. {@code X-Forwarded-Host}, {@code -Port} and {@code -Prefix} never count.
 */
public final class TrustedProxies {

    private static final AsciiString FORWARDED_FOR = AsciiString.cached("x-forwarded-for");
    private static final AsciiString FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");
    private static final AsciiString SCRIPT_NAME = AsciiString.cached("x-script-name");
    /** Those that a trusted proxy's word is in. */
    static final List<String> HEADERS =
            List.of(FORWARDED_FOR.toString(), FORWARDED_PROTO.toString(), SCRIPT_NAME.toString());

    private static final int LONGEST_PREFIX = 128;

    private final List<AddressBlock> blocks;

    /**
     * @param blocks addresses and CIDR blocks, IPv4 and IPv6; empty trusts nobody
     * @throws IllegalArgumentException where one is neither
     */
    public TrustedProxies(List<String> blocks) {
        this.blocks = blocks.stream().map(AddressBlock::of).toList();
    }

    /**
     * The client as far as can be believed.
     *
     * @param scheme {@code http} or {@code https}
     * @param prefix the path under which the public reaches this server: empty, or begins with a slash and does not end
     *     with one
     */
    public record ClientView(String scheme, InetAddress address, String prefix) {}

    /**
     * @param peer the other end of the connection
     * @param scheme the connection's own
     */
    public ClientView view(InetAddress peer, String scheme, HttpHeaders headers) {
        if (!trusts(peer)) {
            return new ClientView(scheme, peer, "");
        }
        return new ClientView(
                last(headers, FORWARDED_PROTO).flatMap(TrustedProxies::scheme).orElse(scheme),
                last(headers, FORWARDED_FOR).flatMap(TrustedProxies::address).orElse(peer),
                prefix(headers.getAll(SCRIPT_NAME)));
    }

    public boolean trusts(InetAddress peer) {
        for (AddressBlock block : blocks) {
            if (block.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /** The last member of a list, whatever number of lines it takes. */
    private static Optional<String> last(HttpHeaders headers, AsciiString name) {
        List<String> lines = headers.getAll(name);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String line = lines.getLast();
        return Optional.of(line.substring(line.lastIndexOf(',') + 1).strip());
    }

    private static Optional<String> scheme(String value) {
        if (value.equalsIgnoreCase("https")) {
            return Optional.of("https");
        }
        return value.equalsIgnoreCase("http") ? Optional.of("http") : Optional.empty();
    }

    /** Some proxies write the port as well: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. */
    private static Optional<InetAddress> address(String value) {
        int colon = value.lastIndexOf(':');
        boolean port = colon > 0
                && (value.indexOf(':') == colon || value.charAt(colon - 1) == ']')
                && colon + 1 < value.length()
                && FieldSyntax.afterDigits(value, colon + 1) == value.length();
        String host = port ? value.substring(0, colon) : value;
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return AddressBlock.literal(bracketed ? host.substring(1, host.length() - 1) : host);
    }

    private static String prefix(List<String> lines) {
        if (lines.size() != 1 || !isSound(lines.getFirst())) {
            return "";
        }
        String path = lines.getFirst();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** It ends up in {@code Location} and in links of e-mails: unreserved characters (RFC 3986 §2.3) and no tricks. */
    private static boolean isSound(String path) {
        return path.startsWith("/")
                && path.length() <= LONGEST_PREFIX
                && !path.contains("//")
                && !path.contains("..")
                && path.chars().allMatch(TrustedProxies::isPathCharacter);
    }

    private static boolean isPathCharacter(int character) {
        return FieldSyntax.isLetter((char) character)
                || FieldSyntax.isDigit((char) character)
                || "/-._~".indexOf(character) >= 0;
    }
}
