package io.playhead.wazoauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.playhead.access.CanonicalUuid;
import io.playhead.wazoauth.WazoAuthClient.Answer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads what wazo-auth answers in JSON. What cannot be right is no answer: {@code null}. */
final class Told {

    private static final JsonMapper JSON = new JsonMapper();
    private static final ObjectReader TOKEN = JSON.readerFor(TokenAnswer.class);
    private static final ObjectReader TENANTS = JSON.readerFor(TenantsAnswer.class);

    private Told() {}

    private record TokenAnswer(@Nullable Data data) {}

    private record Data(
            @Nullable String token,
            @Nullable Metadata metadata,
            @JsonProperty("utc_expires_at") @Nullable String utcExpiresAt) {}

    private record Metadata(
            @Nullable String uuid,
            @JsonProperty("pbx_user_uuid") @Nullable String pbxUserUuid,
            @JsonProperty("tenant_uuid") @Nullable String tenantUuid) {}

    private record TenantsAnswer(@Nullable List<@Nullable Tenant> items) {}

    private record Tenant(@Nullable String uuid) {}

    /**
     * A token, new or known.
     *
     * @param user empty where a token is nobody's in particular
     */
    record Details(String token, Optional<UUID> user, Optional<UUID> pbxUser, UUID tenant, Optional<Instant> expires) {
        @Override
        public String toString() {
            return "Details[" + user + "]";
        }
    }

    static @Nullable Details details(Answer answer) {
        TokenAnswer read = read(TOKEN, answer);
        Data data = read == null ? null : read.data();
        Metadata metadata = data == null ? null : data.metadata();
        UUID tenant = metadata == null ? null : uuid(metadata.tenantUuid());
        if (data == null || metadata == null || tenant == null) {
            return null;
        }
        return new Details(
                data.token() == null ? "" : data.token(),
                Optional.ofNullable(uuid(metadata.uuid())),
                Optional.ofNullable(uuid(metadata.pbxUserUuid())),
                tenant,
                Optional.ofNullable(instant(data.utcExpiresAt())));
    }

    static @Nullable Set<UUID> tenants(Answer answer) {
        TenantsAnswer read = read(TENANTS, answer);
        List<@Nullable Tenant> items = read == null ? null : read.items();
        if (items == null) {
            return null;
        }
        Set<UUID> tenants = new HashSet<>();
        for (Tenant item : items) {
            UUID uuid = item == null ? null : uuid(item.uuid());
            if (uuid == null) {
                return null;
            }
            tenants.add(uuid);
        }
        return tenants;
    }

    private static <T> @Nullable T read(ObjectReader reader, Answer answer) {
        try {
            return reader.readValue(answer.body());
        } catch (JacksonException garbage) {
            return null;
        }
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        return text == null ? null : CanonicalUuid.parse(text);
    }

    /** In UTC and without an offset, as wazo-auth writes it. What cannot be read is not known. */
    private static @Nullable Instant instant(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException withOffset) {
            return offset(text);
        }
    }

    private static @Nullable Instant offset(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException garbage) {
            return null;
        }
    }
}
