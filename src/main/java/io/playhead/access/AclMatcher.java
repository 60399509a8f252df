package io.playhead.access;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One grant, compiled. The positions of the required name that can be reached are kept as a set and moved from piece to
 * piece, so that the work is at most the length of the grant times that of the name, whatever the stars.
 */
final class AclMatcher {

    private final String prefix;
    private final Piece[] rest;
    private final int leastLength;

    private AclMatcher(List<Piece> pieces) {
        boolean literalFirst = !pieces.isEmpty() && pieces.getFirst() instanceof Literal;
        prefix = literalFirst ? ((Literal) pieces.getFirst()).text() : "";
        rest = pieces.subList(literalFirst ? 1 : 0, pieces.size()).toArray(Piece[]::new);
        leastLength = pieces.stream().mapToInt(Piece::leastLength).sum();
    }

    /** @param grant without its {@code !} */
    static AclMatcher of(String grant, @Nullable String authId, @Nullable String session) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        String separator = "";
        for (String word : grant.split("\\.", -1)) {
            literal.append(separator);
            separator = ".";
            String other = otherForm(word, authId, session);
            if (other == null || other.isEmpty() || other.equals(word)) {
                word.chars().forEach(character -> append(pieces, literal, (char) character));
            } else {
                end(literal, pieces);
                pieces.add(new Choice(word, other));
            }
        }
        end(literal, pieces);
        return new AclMatcher(pieces);
    }

    /** What a reserved word also stands for, or null. */
    private static @Nullable String otherForm(String word, @Nullable String authId, @Nullable String session) {
        return switch (word) {
            case "me" -> authId;
            case "my_session" -> session;
            case "edit" -> "update";
            default -> null;
        };
    }

    private static void append(List<Piece> pieces, StringBuilder literal, char character) {
        if (character != '*' && character != '#') {
            literal.append(character);
            return;
        }
        end(literal, pieces);
        Wildcard wildcard = character == '#' ? Wildcard.ANY : Wildcard.WITHIN_WORD;
        if (!pieces.isEmpty() && pieces.getLast() instanceof Wildcard before) {
            // neighbours are as one: the wider
            pieces.set(pieces.size() - 1, before == Wildcard.ANY ? before : wildcard);
        } else {
            pieces.add(wildcard);
        }
    }

    private static void end(StringBuilder literal, List<Piece> pieces) {
        if (!literal.isEmpty()) {
            pieces.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    boolean matches(String required) {
        if (required.length() < leastLength || !required.startsWith(prefix)) {
            return false;
        }
        if (rest.length == 0) {
            return required.length() == prefix.length();
        }
        if (rest.length == 1 && rest[0] == Wildcard.ANY) {
            return true;
        }
        BitSet positions = new BitSet(required.length() + 1);
        positions.set(prefix.length());
        for (Piece piece : rest) {
            piece.advance(positions, required);
            if (positions.isEmpty()) {
                return false;
            }
        }
        return positions.get(required.length());
    }

    private sealed interface Piece {
        int leastLength();

        /** Makes of the positions before this piece those after it. */
        void advance(BitSet positions, String text);
    }

    private record Literal(String text) implements Piece {
        @Override
        public int leastLength() {
            return text.length();
        }

        @Override
        public void advance(BitSet positions, String name) {
            // from the end, so that a position just set is not met again
            for (int at = positions.length() - 1; at >= 0; at = positions.previousSetBit(at - 1)) {
                positions.clear(at);
                if (name.startsWith(text, at)) {
                    positions.set(at + text.length());
                }
            }
        }
    }

    private record Choice(String one, String other) implements Piece {
        @Override
        public int leastLength() {
            return Math.min(one.length(), other.length());
        }

        @Override
        public void advance(BitSet positions, String name) {
            for (int at = positions.length() - 1; at >= 0; at = positions.previousSetBit(at - 1)) {
                positions.clear(at);
                if (name.startsWith(one, at)) {
                    positions.set(at + one.length());
                }
                if (name.startsWith(other, at)) {
                    positions.set(at + other.length());
                }
            }
        }
    }

    private enum Wildcard implements Piece {
        /** {@code *}: any run without {@code .} and {@code #}, perhaps empty. */
        WITHIN_WORD {
            @Override
            public void advance(BitSet positions, String name) {
                for (int at = positions.nextSetBit(0); at < name.length(); at++) {
                    if (positions.get(at) && name.charAt(at) != '.' && name.charAt(at) != '#') {
                        positions.set(at + 1);
                    }
                }
            }
        },
        /** {@code #}: any run, perhaps empty. */
        ANY {
            @Override
            public void advance(BitSet positions, String name) {
                positions.set(positions.nextSetBit(0), name.length() + 1);
            }
        };

        @Override
        public int leastLength() {
            return 0;
        }
    }
}
