package io.playhead.media;

import io.playhead.access.AccessProblems;
import io.playhead.http.Accept;
import io.playhead.http.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which representation a request gets (RFC 9110 §12.5.1), and under which disposition. */
final class MediaChoice {

    private static final List<String> DISPOSITIONS = List.of("attachment", "inline");

    private MediaChoice() {}

    /** What the query asks for. */
    record Wishes(Optional<Format> format, Optional<String> disposition) {

        /** @throws io.playhead.problem.ProblemException {@code invalid-data} */
        static Wishes of(Query query) {
            String format = query.first("format");
            String disposition = query.first("disposition");
            return new Wishes(
                    format == null ? Optional.empty() : Optional.of(known(format)),
                    disposition == null ? Optional.empty() : Optional.of(allowed(disposition)));
        }

        /** @param number of the only representation there may be; 0 is any */
        Wishes within(int number) {
            if (number == 0) {
                return this;
            }
            Optional<Format> only = Format.numbered(number);
            if (only.isEmpty() || format.isPresent() && !format.equals(only)) {
                throw AccessProblems.ticket(AccessProblems.INVALID_TICKET).exception();
            }
            return new Wishes(only, disposition);
        }

        private static Format known(String format) {
            return Format.of(format)
                    .orElseThrow(() ->
                            MediaProblems.badChoice("format", Format.names()).exception());
        }

        private static String allowed(String disposition) {
            if (!DISPOSITIONS.contains(disposition)) {
                throw MediaProblems.badChoice("disposition", DISPOSITIONS).exception();
            }
            return disposition;
        }
    }

    /**
     * The best of what there is.
     *
     * @param accept the header's lines, joined
     * @param url the media's own, without query
     * @throws io.playhead.problem.ProblemException {@code not-acceptable}, with the list of what there is
     */
    static StoredRecording best(StoredRecording stored, Wishes wishes, @Nullable String accept, String url) {
        boolean acceptable = wishes.format().isPresent()
                ? stored.is(wishes.format().get())
                : Accept.best(accept, List.of(stored), StoredRecording::mediaType)
                        .isPresent();
        if (!acceptable) {
            throw MediaProblems.notAcceptable(List.of(Map.of(
                            "format", Format.ORIGINAL.text(),
                            "type", stored.mediaType().toString(),
                            "url", url + "?format=" + Format.ORIGINAL.text())))
                    .exception();
        }
        return stored;
    }
}
