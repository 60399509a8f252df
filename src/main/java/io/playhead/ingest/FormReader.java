package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.playhead.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * Takes a form (RFC 7578) apart while it comes: the part {@code call}, which is kept, and the part {@code media}, whose
 * octets are passed on. No more is held than what is said of the call and one buffer. For one body.
 */
final class FormReader {

    private static final byte CR = '\r';
    private static final byte[] END_OF_HEAD = {CR, '\n', CR, '\n'};
    private static final int LONGEST_HEAD = 8 * 1024;
    private static final int LONGEST_EPILOGUE = 1024;
    private static final int LONGEST_BOUNDARY = 70;

    private enum At {
        PREAMBLE,
        CALL_HEAD,
        CALL,
        MEDIA_HEAD,
        MEDIA,
        CLOSING,
        EPILOGUE
    }

    private final byte[] delimiter;
    private final int longestCall;
    /** What has come and is not understood yet. Begins as if a line had ended before the first delimiter. */
    private ByteBuf text = Unpooled.buffer().writeByte(CR).writeByte('\n');

    /** Up to where there is no start of what is looked for. */
    private int searched;

    private At at = At.PREAMBLE;
    /** The end of what has come of the media: it may be the start of the delimiter. */
    private byte[] held = {};

    private byte[] call = {};
    private Map<String, String> head = Map.of();
    private int epilogue;

    /** @param boundary of the body's type */
    FormReader(@Nullable String boundary, int longestCall) {
        if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw IngestProblems.form("boundary").exception();
        }
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.longestCall = longestCall;
    }

    /**
     * The octets of the media; call and headers are known when the first buffer comes, which may be empty and need not be
     * released. Completes when all of the body has come and was whole. Holds no buffer, so that none can be lost.
     */
    Flux<ByteBuf> media(Flux<ByteBuf> body) {
        return body.<ByteBuf>handle(this::next).concatWith(Mono.defer(this::end));
    }

    /** Of the part {@code call}. */
    byte[] call() {
        return call;
    }

    /** Of the part {@code media}, by name in small letters. */
    @Nullable
    String header(String name) {
        return head.get(name);
    }

    /** As the sender calls the file: no more than a hint, and never a path. */
    @Nullable
    String filename() {
        return disposition(head).getFilename();
    }

    private void next(ByteBuf octets, SynchronousSink<ByteBuf> media) {
        try {
            ByteBuf known = at == At.MEDIA ? media(octets.retain()) : understood(octets);
            if (known != null) {
                media.next(known);
            }
        } catch (ProblemException malformed) {
            media.error(malformed);
        } finally {
            octets.release();
        }
    }

    private @Nullable ByteBuf understood(ByteBuf octets) {
        text.writeBytes(octets, octets.readerIndex(), octets.readableBytes());
        proceed();
        if (at != At.MEDIA) {
            return null;
        }
        ByteBuf rest = text;
        text = Unpooled.buffer();
        searched = 0;
        ByteBuf first = media(rest);
        return first == null ? Unpooled.EMPTY_BUFFER : first;
    }

    private void proceed() {
        boolean further = true;
        while (further) {
            further = switch (at) {
                case PREAMBLE -> pastPreamble();
                case CALL_HEAD -> pastHead("call", At.CALL);
                case CALL -> pastCall();
                case MEDIA_HEAD -> pastHead("media", At.MEDIA);
                case CLOSING -> pastClosing();
                case EPILOGUE -> pastEpilogue();
                case MEDIA -> false;
            };
        }
    }

    private boolean pastPreamble() {
        int found = find(delimiter);
        if (found < 0) {
            refuseLong();
            return false;
        }
        text.skipBytes(found + delimiter.length);
        at = At.CALL_HEAD;
        return true;
    }

    private void refuseLong() {
        if (text.readableBytes() > LONGEST_HEAD) {
            throw IngestProblems.form("head").exception();
        }
    }

    private int find(byte[] sought) {
        for (int from = Math.max(text.readerIndex(), searched); ; from++) {
            from = text.indexOf(from, text.writerIndex(), CR);
            if (from < 0 || text.writerIndex() - from < sought.length) {
                searched = from < 0 ? text.writerIndex() : from;
                return -1;
            }
            if (matching(text, from, sought) == sought.length) {
                searched = 0;
                return from - text.readerIndex();
            }
        }
    }

    /** How many octets there are the same as the first of those that are sought. */
    private static int matching(ByteBuf octets, int from, byte[] sought) {
        int most = Math.min(sought.length, octets.writerIndex() - from);
        int same = 0;
        while (same < most && octets.getByte(from + same) == sought[same]) {
            same++;
        }
        return same;
    }

    private boolean pastHead(String name, At next) {
        if (text.isReadable() && text.getByte(text.readerIndex()) != CR) {
            throw IngestProblems.form("part-missing").with("expected", name).exception();
        }
        int found = find(END_OF_HEAD);
        if (found < 0) {
            refuseLong();
            return false;
        }
        head = headers(text.readCharSequence(found, StandardCharsets.UTF_8).toString());
        text.skipBytes(END_OF_HEAD.length);
        if (!name.equals(disposition(head).getName())) {
            throw IngestProblems.form("part-order").with("expected", name).exception();
        }
        at = next;
        return true;
    }

    private static Map<String, String> headers(String lines) {
        Map<String, String> headers = new HashMap<>();
        for (String line : lines.strip().split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static ContentDisposition disposition(Map<String, String> head) {
        try {
            return ContentDisposition.parse(head.getOrDefault("content-disposition", "none"));
        } catch (IllegalArgumentException garbage) {
            throw IngestProblems.form("head").exception(garbage);
        }
    }

    private boolean pastCall() {
        int found = find(delimiter);
        if (found > longestCall || (found < 0 && text.readableBytes() > longestCall + delimiter.length)) {
            throw IngestProblems.metadataTooLarge(longestCall).exception();
        }
        if (found < 0) {
            return false;
        }
        call = new byte[found];
        text.readBytes(call).skipBytes(delimiter.length);
        at = At.MEDIA_HEAD;
        return true;
    }

    /** @return what of these octets is certainly the media's; null if nothing is */
    private @Nullable ByteBuf media(ByteBuf octets) {
        ByteBuf all = held.length == 0 ? octets : Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(held), octets);
        held = new byte[0];
        try {
            int found = all.indexOf(all.readerIndex(), all.writerIndex(), CR);
            while (found >= 0) {
                int same = matching(all, found, delimiter);
                if (same == delimiter.length) {
                    text.writeBytes(all, found + same, all.writerIndex() - found - same);
                    at = At.CLOSING;
                    proceed();
                    return until(found, all);
                }
                if (found + same == all.writerIndex()) {
                    held = ByteBufUtil.getBytes(all, found, same);
                    return until(found, all);
                }
                found = all.indexOf(found + 1, all.writerIndex(), CR);
            }
            return until(all.writerIndex(), all);
        } finally {
            all.release();
        }
    }

    private static @Nullable ByteBuf until(int end, ByteBuf octets) {
        int length = end - octets.readerIndex();
        return length == 0 ? null : octets.retainedSlice(octets.readerIndex(), length);
    }

    /** Behind the last part there are two hyphens, behind others the end of the line. */
    private boolean pastClosing() {
        if (text.isReadable() && text.getByte(text.readerIndex()) != '-') {
            throw IngestProblems.form("part-unknown").exception();
        }
        if (text.readableBytes() < 2) {
            return false;
        }
        if (text.getByte(text.readerIndex() + 1) != '-') {
            throw IngestProblems.form("boundary").exception();
        }
        text.skipBytes(2);
        at = At.EPILOGUE;
        return true;
    }

    private boolean pastEpilogue() {
        epilogue += text.readableBytes();
        text.clear();
        if (epilogue > LONGEST_EPILOGUE) {
            throw IngestProblems.form("epilogue").exception();
        }
        return false;
    }

    private Mono<ByteBuf> end() {
        return at == At.EPILOGUE
                ? Mono.empty()
                : Mono.error(() -> IngestProblems.form("cut").exception());
    }
}
