package io.playhead.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The signed heads that lines of a log tell of: where chains were at some time, whatever the database says now. */
final class LoggedHeads {

    private static final Pattern LINE = Pattern.compile(
            "event=audit-head tenant=(?<tenant>[0-9a-f-]{36}) writer=(?<writer>[0-9a-f-]{36}) number=(?<number>\\d{1,18})"
                    + " mac=(?<mac>[0-9a-f]{64}) key=(?<key>[0-9a-f]+) signature=(?<signature>[0-9a-f]{64})");

    private final List<Seal> seals;
    private final Map<ChainName, TreeMap<Long, byte[]>> heads = new HashMap<>();
    private final List<String> unsigned = new ArrayList<>();

    LoggedHeads(List<Seal> seals) {
        this.seals = seals;
    }

    /** @param line of a log; most say nothing of heads */
    void read(String line) {
        Matcher head = LINE.matcher(line);
        if (!head.find()) {
            return;
        }
        ChainName chain = new ChainName(UUID.fromString(head.group("tenant")), UUID.fromString(head.group("writer")));
        long number = Long.parseLong(head.group("number"));
        byte[] mac = HexFormat.of().parseHex(head.group("mac"));
        byte[] signature = HexFormat.of().parseHex(head.group("signature"));
        boolean signed = seals.stream()
                .anyMatch(seal ->
                        Seal.same(signature, seal.head(Seal.HOUR, chain.tenant(), chain.writer(), number, mac)));
        if (signed) {
            heads.computeIfAbsent(chain, name -> new TreeMap<>()).put(number, mac);
        } else {
            unsigned.add(chain.entry(number) + ": the log has a head that is not signed with a given secret");
        }
    }

    List<String> unsigned() {
        return unsigned;
    }

    Map<ChainName, TreeMap<Long, byte[]>> heads() {
        return heads;
    }
}
