package io.playhead.audit;

import io.playhead.http.Replies;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Entries as the API shows them. */
final class AuditJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private AuditJson() {}

    static Map<String, @Nullable Object> of(StoredEntry entry) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", entry.id());
        json.put("at", entry.at().toString());
        json.put("action", entry.action());
        json.put("outcome", entry.outcome());
        json.put("tenant_uuid", entry.tenant().equals(StoredEntry.NO_TENANT) ? null : entry.tenant());
        json.put("user_uuid", entry.user());
        json.put("ticket_maker_uuid", entry.maker());
        json.put("cdr_id", entry.call());
        json.put("recording_uuid", entry.recording());
        json.put("address", entry.address());
        json.put("user_agent", entry.userAgent());
        json.put("details", JSON.readTree(entry.details()));
        json.put("writer_uuid", entry.writer());
        json.put("number", entry.number());
        return json;
    }

    static String line(StoredEntry entry) {
        return Replies.text(of(entry)) + "\n";
    }
}
