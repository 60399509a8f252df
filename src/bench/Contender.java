import java.util.List;
import java.util.Map;

/**
 * A server as it is asked.
 *
 * @param targets paths of the same recordings on each
 * @param proc whose CPU counts
 */
record Contender(String name, String url, List<String> targets, Map<String, String> headers, Proc proc) {}
