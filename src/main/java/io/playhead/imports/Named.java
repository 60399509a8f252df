package io.playhead.imports;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a file's name says of its recording. Null is what it does not say.
 *
 * @param call the id of its call detail record; -1 for one that no call can have
 * @param uniqueid Asterisk's, which a conversation's id may be
 * @param start when it, or else its call, began
 */
record Named(
        @Nullable UUID tenant,
        @Nullable UUID recording,
        @Nullable Integer call,
        @Nullable String uniqueid,
        @Nullable Instant start,
        @Nullable String source,
        @Nullable String destination,
        @Nullable Direction direction,
        @Nullable UUID user) {

    /** When there were recordings to be named; times before and after are no times. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final BigInteger GREATEST = BigInteger.valueOf(Integer.MAX_VALUE);

    /**
     * @param zone of times that say none
     * @throws DateTimeException if it says a time that there is not
     */
    static Named of(Map<Piece, String> pieces, ZoneId zone) {
        String destination = pieces.get(Piece.DESTINATION);
        String direction = pieces.get(Piece.DIRECTION);
        String queue = pieces.get(Piece.QUEUE);
        return new Named(
                uuid(pieces.get(Piece.TENANT)),
                uuid(pieces.get(Piece.RECORDING)),
                number(pieces.get(Piece.CALL)),
                pieces.get(Piece.UNIQUEID),
                checked(start(pieces, zone)),
                pieces.get(Piece.SOURCE),
                destination == null ? queue : destination,
                direction == null
                        ? queue == null ? null : Direction.INBOUND
                        : Direction.of(direction).orElse(null),
                uuid(pieces.get(Piece.USER)));
    }

    /** @throws DateTimeException if nothing was recorded at that time */
    static @Nullable Instant checked(@Nullable Instant time) {
        if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
            throw new DateTimeException("not a recording's time");
        }
        return time;
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
    }

    private static @Nullable Integer number(@Nullable String text) {
        if (text == null) {
            return null;
        }
        BigInteger number = new BigInteger(text);
        return number.compareTo(GREATEST) > 0 ? -1 : number.intValue();
    }

    private static @Nullable Instant start(Map<Piece, String> pieces, ZoneId zone) {
        String epoch = pieces.get(Piece.EPOCH);
        if (epoch != null) {
            return Instant.ofEpochSecond(Long.parseLong(epoch));
        }
        if (pieces.containsKey(Piece.YEAR)) {
            return LocalDateTime.of(
                            integer(pieces, Piece.YEAR),
                            integer(pieces, Piece.MONTH),
                            integer(pieces, Piece.DAY),
                            integer(pieces, Piece.HOUR),
                            integer(pieces, Piece.MINUTE),
                            integer(pieces, Piece.SECOND))
                    .atZone(zone(pieces.get(Piece.ZONE), zone))
                    .toInstant();
        }
        String uniqueid = pieces.get(Piece.UNIQUEID);
        return uniqueid == null ? null : began(uniqueid);
    }

    private static int integer(Map<Piece, String> pieces, Piece piece) {
        return Integer.parseInt(pieces.getOrDefault(piece, "0"));
    }

    private static ZoneId zone(@Nullable String said, ZoneId otherwise) {
        if (said == null) {
            return otherwise;
        }
        return said.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(said);
    }

    /** Asterisk's ids begin with the second in which the channel was made. */
    private static Instant began(String uniqueid) {
        String number = uniqueid.substring(uniqueid.lastIndexOf('-') + 1);
        return Instant.ofEpochSecond(Long.parseLong(number.substring(0, number.indexOf('.'))));
    }
}
