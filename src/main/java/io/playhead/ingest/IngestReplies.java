package io.playhead.ingest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.http.ApiRequest;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is answered to who brings a recording. */
final class IngestReplies {

    private IngestReplies() {}

    /** Where its description is. */
    static String location(Recording recording, ApiRequest request) {
        return request.script() + "/1.0/cdr/" + recording.call() + "/recordings/" + recording.uuid();
    }

    /** Where its octets are to go. */
    static Reply announced(Upload upload, ApiRequest request) {
        Reply reply = Replies.json(201, body(upload, 0));
        Tus.tell(reply.headers(), upload, 0);
        reply.headers().set(HttpHeaderNames.LOCATION, request.script() + "/1.0/recordings/uploads/" + upload.uuid());
        return reply;
    }

    /** How far it has come. */
    static Reply state(Upload upload, long offset) {
        Reply reply = Replies.json(200, body(upload, offset));
        Tus.tell(reply.headers(), upload, offset);
        return reply;
    }

    /** It has come further. */
    static Reply progress(Upload upload, long offset) {
        Reply reply = Replies.noContent();
        Tus.tell(reply.headers(), upload, offset);
        return reply;
    }

    private static Map<String, @Nullable Object> body(Upload upload, long offset) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("upload_uuid", upload.uuid());
        body.put("recording_uuid", upload.recording());
        body.put("offset", offset);
        body.put("length", upload.length());
        body.put("expires_at", upload.expires().toString());
        return body;
    }

    /** 201, or 200 where it was there before. */
    static Reply of(Outcome outcome, ApiRequest request) {
        Recording recording = outcome.recording();
        Reply reply = Replies.json(outcome.made() ? 201 : 200, body(recording));
        reply.headers().set(HttpHeaderNames.LOCATION, location(recording, request));
        return reply;
    }

    private static Map<String, @Nullable Object> body(Recording recording) {
        RecordingFacts facts = recording.facts();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("uuid", recording.uuid());
        body.put("cdr_id", recording.call());
        body.put("tenant_uuid", recording.tenant());
        body.put("start_time", recording.start().toString());
        body.put("end_time", recording.end().toString());
        body.put("filename", recording.filename());
        if (facts != null) {
            body.put("state", facts.state());
            body.put("media_type", facts.mediaType());
            body.put("size", facts.octets());
            body.put("digests", digests(facts));
        }
        return body;
    }

    private static Map<String, String> digests(RecordingFacts facts) {
        Map<String, String> digests = new LinkedHashMap<>();
        String sha256 = facts.sha256();
        Long crc32 = facts.crc32();
        if (sha256 != null) {
            digests.put("sha-256", sha256);
        }
        if (crc32 != null) {
            digests.put("crc-32", "%08x".formatted(crc32));
        }
        return digests;
    }
}
