package io.playhead.ingest;

import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.http.ApiRequest;
import io.playhead.http.HttpDate;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** The words of tus 1.0.0, with its extensions creation, expiration and termination. */
final class Tus {

    static final String VERSION = "1.0.0";
    static final String RESUMABLE = "Tus-Resumable";
    static final MediaType OCTETS = new MediaType("application", "offset+octet-stream");

    private static final int MOST_DIGITS = 18;

    private Tus() {}

    /** What OPTIONS tells. */
    static Map<String, String> abilities(long largest) {
        return Map.of(
                RESUMABLE,
                VERSION,
                "Tus-Version",
                VERSION,
                "Tus-Extension",
                "creation,expiration,termination",
                "Tus-Max-Size",
                Long.toString(largest));
    }

    static boolean isSpoken(ApiRequest request) {
        return request.header(RESUMABLE) != null;
    }

    /** @throws io.playhead.problem.ProblemException {@code tus-version-unknown} */
    static void require(ApiRequest request) {
        if (!VERSION.equals(request.header(RESUMABLE))) {
            throw IngestProblems.tusVersion().exception();
        }
    }

    /** A natural number; null if the request has no such field. */
    static @Nullable Long natural(ApiRequest request, String name) {
        String value = request.header(name);
        if (value == null) {
            return null;
        }
        if (!value.matches("[0-9]{1," + MOST_DIGITS + "}")) {
            throw IngestProblems.uploadField(name).exception();
        }
        return Long.valueOf(value);
    }

    /** {@code Upload-Metadata}: values by keys. */
    static Map<String, String> metadata(@Nullable String field) {
        Map<String, String> metadata = new HashMap<>();
        for (String pair : field == null || field.isBlank() ? new String[0] : field.split(",", -1)) {
            String[] parts = pair.strip().split(" +", 2);
            try {
                byte[] value = parts.length == 2 ? Base64.getDecoder().decode(parts[1]) : new byte[0];
                metadata.put(parts[0], new String(value, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException garbage) {
                throw IngestProblems.uploadField("Upload-Metadata").exception(garbage);
            }
        }
        return metadata;
    }

    static void tell(HttpHeaders headers, Upload upload, long offset) {
        headers.set(RESUMABLE, VERSION)
                .set("Upload-Offset", Long.toString(offset))
                .set("Upload-Expires", HttpDate.format(upload.expires()));
        Long length = upload.length();
        if (length != null) {
            headers.set("Upload-Length", Long.toString(length));
        } else {
            headers.set("Upload-Defer-Length", "1");
        }
    }
}
