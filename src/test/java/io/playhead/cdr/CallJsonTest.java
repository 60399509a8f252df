package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Replicas;
import io.playhead.Sql;
import io.playhead.TestCall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A call in call-logd's JSON, field by field, from rows as call-logd writes them. */
class CallJsonTest {

    private static final List<String> KEYS = List.of(
            "id",
            "tenant_uuid",
            "start",
            "end",
            "answered",
            "answer",
            "duration",
            "call_direction",
            "call_status",
            "conversation_id",
            "destination_details",
            "destination_extension",
            "destination_internal_context",
            "destination_internal_extension",
            "destination_line_id",
            "destination_name",
            "destination_user_uuid",
            "requested_name",
            "requested_context",
            "requested_extension",
            "requested_internal_context",
            "requested_internal_extension",
            "requested_user_uuid",
            "source_extension",
            "source_internal_context",
            "source_internal_name",
            "source_internal_extension",
            "source_line_id",
            "source_name",
            "source_user_uuid",
            "tags",
            "recordings");

    /** The example of Wazo's manual on call recording. */
    private static final String MANUAL = """
            {
              "id": 2060,
              "tenant_uuid": "2c34c282-433e-4bb8-8d56-fec14ff7e1e9",
              "start": "2021-05-14T17:47:15.632882+00:00",
              "end": "2021-05-14T17:47:22.979637+00:00",
              "answered": true,
              "answer": "2021-05-14T17:47:18.146089+00:00",
              "duration": 4,
              "call_direction": "internal",
              "destination_extension": "1011",
              "destination_internal_context": "inside",
              "destination_internal_extension": "1011",
              "destination_line_id": 76,
              "destination_name": "Anastasia Romanov",
              "destination_user_uuid": "def42192-837a-41e0-aa4e-86390e46eb17",
              "requested_name": "Anastasia Romanov",
              "requested_context": "inside",
              "requested_extension": "1011",
              "requested_internal_context": "inside",
              "requested_internal_extension": "1011",
              "source_extension": "1015",
              "source_internal_context": "inside",
              "source_internal_extension": "1015",
              "source_line_id": 52,
              "source_name": "Olga Romanov",
              "source_user_uuid": "b2e98781-7118-4010-8da3-b93b1b7e1389",
              "tags": ["olga"],
              "recordings": [
                {
                  "uuid": "5ea37d0b-0823-4d2b-a18c-b9082e551b50",
                  "start_time": "2021-05-14T17:47:16.701984+00:00",
                  "end_time": "2021-05-14T17:47:22.979637+00:00",
                  "deleted": false,
                  "filename": "2021-05-14T17_47_16UTC-2060-5ea37d0b-0823-4d2b-a18c-b9082e551b50.wav"
                }
              ]
            }
            """;

    @Test
    void the_manuals_call_comes_with_exactly_the_manuals_values() {
        insertManualsCall();
        JsonNode expected = JsonMapper.shared().readTree(MANUAL);
        JsonNode listed = CallsApi.list("from=2021-05-14T17:47:15.632882&until=2021-05-14T17:47:15.632883")
                .path("items");

        assertThat(listed).hasSize(1);
        for (JsonNode shown : List.of(listed.get(0), CallsApi.call(2060))) {
            expected.propertyNames()
                    .forEach(key -> assertThat(shown.get(key)).as(key).isEqualTo(expected.get(key)));
            assertThat(shown.propertyNames()).containsExactlyElementsOf(KEYS);
            assertThat(shown.path("requested_user_uuid").asString()).isEqualTo("def42192-837a-41e0-aa4e-86390e46eb17");
            assertThat(shown.path("call_status").asString()).isEqualTo("answered");
        }
    }

    private static void insertManualsCall() {
        Sql.run(CallsApi.database(), "INSERT INTO call_logd_tenant VALUES (?) ON CONFLICT DO NOTHING", Replicas.TENANT);
        Sql.run(CallsApi.database(), """
                        INSERT INTO call_logd_call_log (id, tenant_uuid, date, date_answer, date_end, direction,
                          destination_exten, destination_internal_context, destination_internal_exten,
                          destination_name, requested_name, requested_context, requested_exten,
                          requested_internal_context, requested_internal_exten, source_exten,
                          source_internal_context, source_internal_exten, source_name)
                        VALUES (2060, ?, '2021-05-14 13:47:15.632882-04', '2021-05-14 17:47:18.146089+00',
                          '2021-05-14 17:47:22.979637+00', 'internal', '1011', 'inside', '1011',
                          'Anastasia Romanov', 'Anastasia Romanov', 'inside', '1011', 'inside', '1011', '1015',
                          'inside', '1015', 'Olga Romanov')""", Replicas.TENANT);
        Sql.run(CallsApi.database(), """
                        INSERT INTO call_logd_call_log_participant
                          (call_log_id, user_uuid, line_id, role, tags, answered, requested) VALUES
                          (2060, 'b2e98781-7118-4010-8da3-b93b1b7e1389', 52, 'source', '{olga}', true, false),
                          (2060, 'def42192-837a-41e0-aa4e-86390e46eb17', 76, 'destination', '{}', true, true)""");
        Sql.run(CallsApi.database(), """
                        INSERT INTO call_logd_recording VALUES ('5ea37d0b-0823-4d2b-a18c-b9082e551b50',
                          '2021-05-14 17:47:16.701984+00', '2021-05-14 17:47:22.979637+00', '/nowhere.wav', 2060)""");
    }

    @Test
    void every_column_comes_under_its_own_name() {
        int id = TestCall.of(Replicas.TENANT).insertInto(CallsApi.database());
        Sql.run(CallsApi.database(), """
                        UPDATE call_logd_call_log SET conversation_id = '1.2', destination_exten = 'a',
                          destination_internal_context = 'b', destination_internal_exten = 'c',
                          destination_name = 'd', requested_name = 'e', requested_context = 'f',
                          requested_exten = 'g', requested_internal_context = 'h', requested_internal_exten = 'i',
                          source_exten = 'j', source_internal_context = 'k', source_internal_name = 'l',
                          source_internal_exten = 'm', source_name = 'n' WHERE id = ?""", id);

        JsonNode shown = CallsApi.call(id);

        assertThat(shown.path("conversation_id").asString()).isEqualTo("1.2");
        assertThat(List.of(
                                "destination_extension",
                                "destination_internal_context",
                                "destination_internal_extension",
                                "destination_name",
                                "requested_name",
                                "requested_context",
                                "requested_extension",
                                "requested_internal_context",
                                "requested_internal_extension",
                                "source_extension",
                                "source_internal_context",
                                "source_internal_name",
                                "source_internal_extension",
                                "source_name")
                        .stream()
                        .map(key -> shown.path(key).asString()))
                .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n");
    }

    @Test
    void what_is_null_is_shown_as_null_and_never_left_out() {
        Sql.run(CallsApi.database(), "INSERT INTO call_logd_tenant VALUES (?) ON CONFLICT DO NOTHING", Replicas.TENANT);
        int id = Sql.number(
                CallsApi.database(),
                "INSERT INTO call_logd_call_log (tenant_uuid, date) VALUES (?, '2020-02-29 23:59:59+00') RETURNING id",
                Replicas.TENANT);

        JsonNode shown = CallsApi.call(id);

        assertThat(shown.propertyNames()).containsExactlyElementsOf(KEYS);
        assertThat(shown.toString())
                .isEqualTo("{\"id\":" + id + ",\"tenant_uuid\":\"" + Replicas.TENANT + "\","
                        + "\"start\":\"2020-02-29T23:59:59+00:00\",\"end\":null,\"answered\":false,\"answer\":null,"
                        + "\"duration\":null,\"call_direction\":null,\"call_status\":\"unknown\","
                        + "\"conversation_id\":null,\"destination_details\":{\"type\":\"unknown\"},"
                        + "\"destination_extension\":null,\"destination_internal_context\":null,"
                        + "\"destination_internal_extension\":null,\"destination_line_id\":null,"
                        + "\"destination_name\":null,\"destination_user_uuid\":null,\"requested_name\":null,"
                        + "\"requested_context\":null,\"requested_extension\":null,"
                        + "\"requested_internal_context\":null,\"requested_internal_extension\":null,"
                        + "\"requested_user_uuid\":null,\"source_extension\":null,"
                        + "\"source_internal_context\":null,\"source_internal_name\":null,"
                        + "\"source_internal_extension\":null,\"source_line_id\":null,\"source_name\":null,"
                        + "\"source_user_uuid\":null,\"tags\":[],\"recordings\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2021-01-01T00:01:00Z, 2021-01-01T00:02:27Z, 87",
                "2021-01-01T00:01:00Z, 2021-01-01T00:01:00.999999Z, 0",
                "2021-01-01T00:01:00.9Z, 2021-01-01T00:01:02.8Z, 1",
                "2021-01-01T00:02:00Z, 2021-01-01T00:01:00Z, 0",
                "2021-01-01T00:02:00.5Z, 2021-01-01T00:02:00Z, 0",
                "-, 2021-01-01T00:02:00Z, -",
                "2021-01-01T00:02:00Z, -, -"
            })
    void a_duration_is_whole_seconds_and_never_negative(
            @org.jspecify.annotations.Nullable Instant answer,
            @org.jspecify.annotations.Nullable Instant end,
            @org.jspecify.annotations.Nullable Integer seconds) {
        int id = TestCall.of(Replicas.TENANT)
                .times(Instant.parse("2021-01-01T00:00:00Z"), answer, end)
                .insertInto(CallsApi.database());

        JsonNode duration = CallsApi.call(id).get("duration");

        assertThat(duration.isNull() ? null : duration.asInt()).isEqualTo(seconds);
        assertThat(CallsApi.call(id).path("answered").asBoolean()).isEqualTo(answer != null);
    }

    @ParameterizedTest
    @CsvSource({
        "2017-03-23T00:00:00Z, 2017-03-23T00:00:00+00:00",
        "2017-03-23T00:02:27.632882Z, 2017-03-23T00:02:27.632882+00:00",
        "2017-03-23T00:02:27.6Z, 2017-03-23T00:02:27.600000+00:00",
        "2017-03-23T00:02:27.000001Z, 2017-03-23T00:02:27.000001+00:00",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500000+00:00"
    })
    void a_fraction_has_six_digits_and_only_if_there_is_one(Instant start, String shown) {
        int id = TestCall.of(Replicas.TENANT)
                .times(start, null, null)
                .recording(UUID.randomUUID(), start, start, null)
                .insertInto(CallsApi.database());

        assertThat(CallsApi.call(id).path("start").asString()).isEqualTo(shown);
        assertThat(CallsApi.call(id)
                        .path("recordings")
                        .get(0)
                        .path("start_time")
                        .asString())
                .isEqualTo(shown);
    }

    @Test
    void every_octet_is_ascii_whatever_the_names() {
        int id = TestCall.of(Replicas.TENANT)
                .sourceName("Ольга, \"Ольга\" \\ é 📞 \u0001\n")
                .participant(UUID.randomUUID(), 1, "source", true, false, "ünïcode", "a,b", "\"q\" {}")
                .insertInto(CallsApi.database());

        byte[] octets = CallsApi.ask("GET", "/1.0/cdr/" + id).body();

        assertThat(octets).endsWith((byte) '\n');
        for (byte octet : octets) {
            assertThat(octet).isNotNegative();
        }
        assertThat(new String(octets, StandardCharsets.US_ASCII))
                .contains("\\u041E")
                .contains("\\uD83D\\uDCDE");
        JsonNode shown = CallsApi.call(id);
        assertThat(shown.path("source_name").asString()).isEqualTo("Ольга, \"Ольга\" \\ é 📞 \u0001\n");
        assertThat(shown.path("tags").toString()).isEqualTo("[\"\\\"q\\\" {}\",\"a,b\",\"ünïcode\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=user;user_uuid=b2e98781-7118-4010-8da3-b93b1b7e1389;user_name=Olga;group_id=7"
                        + "|{'type':'user','user_uuid':'b2e98781-7118-4010-8da3-b93b1b7e1389','user_name':'Olga'}",
                "user_name=Olga;type=user|{'type':'user','user_name':'Olga'}",
                "type=meeting;meeting_name=M;meeting_uuid=0ea37d0b-0823-4d2b-a18c-b9082e551b50"
                        + "|{'type':'meeting','meeting_uuid':'0ea37d0b-0823-4d2b-a18c-b9082e551b50','meeting_name':'M'}",
                "type=conference;conference_id=12|{'type':'conference','conference_id':12}",
                "type=group;group_id=3;group_label=Sales|{'type':'group','group_label':'Sales','group_id':3}",
                "type=voicemail;voicemail_id=5;voicemail_name=V"
                        + "|{'type':'voicemail','voicemail_id':5,'voicemail_name':'V'}",
                "type=unknown|{'type':'unknown'}",
                "type=queue;group_id=3|{'type':'unknown'}",
                "group_id=3|{'type':'unknown'}",
                "type=conference;conference_id=many|{'type':'conference','conference_id':'many'}"
            })
    void details_have_the_keys_of_their_type(String rows, String expected) {
        TestCall call = TestCall.of(Replicas.TENANT);
        for (String row : rows.split(";")) {
            call.detail(row.substring(0, row.indexOf('=')), row.substring(row.indexOf('=') + 1));
        }

        assertThat(CallsApi.call(call.insertInto(CallsApi.database()))
                        .path("destination_details")
                        .toString())
                .isEqualTo(expected.replace('\'', '"'));
    }

    @Test
    void a_detail_that_is_there_twice_does_no_harm() {
        int id = TestCall.of(Replicas.TENANT)
                .detail("type", "user")
                .detail("user_name", "Olga")
                .detail("user_name", "Olga")
                .insertInto(CallsApi.database());

        assertThat(CallsApi.call(id).path("destination_details").toString())
                .isEqualTo("{\"type\":\"user\",\"user_name\":\"Olga\"}");
    }

    /** UUIDs compare as octets do: one that begins with f is greater than one that begins with 0. */
    @Test
    void the_destination_is_who_answered_and_then_the_greatest_user() {
        UUID low = UUID.fromString("0aaaaaaa-0000-4000-8000-000000000001");
        UUID high = UUID.fromString("faaaaaaa-0000-4000-8000-000000000001");
        boolean[][] answers = {{false, true}, {true, true}, {true, false}, {false, false}};
        UUID[] expected = {high, high, low, high};
        for (int index = 0; index < answers.length; index++) {
            int id = TestCall.of(Replicas.TENANT)
                    .participant(low, 1, "destination", answers[index][0], false)
                    .participant(high, 2, "destination", answers[index][1], true)
                    .insertInto(CallsApi.database());

            JsonNode shown = CallsApi.call(id);

            assertThat(shown.path("destination_user_uuid").asString()).isEqualTo(expected[index].toString());
            assertThat(shown.path("destination_line_id").asInt()).isEqualTo(expected[index].equals(low) ? 1 : 2);
            assertThat(shown.path("requested_user_uuid").asString()).isEqualTo(high.toString());
            assertThat(shown.path("source_user_uuid").isNull()).isTrue();
        }
    }

    @Test
    void of_two_sources_the_one_of_the_lowest_row_is_shown_and_tags_are_joined() {
        int id = TestCall.of(Replicas.TENANT).insertInto(CallsApi.database());
        Sql.run(CallsApi.database(), """
                        INSERT INTO call_logd_call_log_participant (uuid, call_log_id, user_uuid, line_id, role, tags)
                        VALUES ('ffffffff-0000-4000-8000-000000000001', ?, gen_random_uuid(), 9, 'source', '{rh,eu}'),
                          (uuid_nil(), ?, '0aaaaaaa-0000-4000-8000-000000000001', null, 'source', '{eu,b}')""", id, id);

        JsonNode shown = CallsApi.call(id);

        Sql.run(CallsApi.database(), "DELETE FROM call_logd_call_log_participant WHERE call_log_id = ?", id);
        assertThat(shown.path("source_user_uuid").asString()).isEqualTo("0aaaaaaa-0000-4000-8000-000000000001");
        assertThat(shown.path("source_line_id").isNull()).isTrue();
        assertThat(shown.path("tags").toString()).isEqualTo("[\"b\",\"eu\",\"rh\"]");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "true, true, true, blocked",
                "true, false, -, blocked",
                "false, true, true, voicemail",
                "-, true, true, voicemail",
                "false, false, true, answered",
                "false, false, false, answered",
                "-, true, -, unknown",
                "false, true, false, unknown"
            })
    void the_status_is_the_first_that_fits(
            @org.jspecify.annotations.Nullable Boolean blocked,
            boolean unanswered,
            @org.jspecify.annotations.Nullable Boolean voicemail,
            String status) {
        TestCall call = TestCall.of(Replicas.TENANT);
        int id = (unanswered ? call.unanswered() : call).insertInto(CallsApi.database());
        Sql.run(
                CallsApi.database(),
                "UPDATE call_logd_call_log SET blocked = ?, reached_voicemail = ? WHERE id = ?",
                blocked,
                voicemail,
                id);

        assertThat(CallsApi.call(id).path("call_status").asString()).isEqualTo(status);
        assertThat(CallsApi.call(id).path("answered").asBoolean()).isEqualTo(!unanswered);
    }

    @Test
    void recordings_come_in_the_order_of_their_start_without_their_place() {
        UUID later = UUID.fromString("00000000-0000-4000-8000-00000000000a");
        UUID sooner = UUID.fromString("ffffffff-0000-4000-8000-00000000000a");
        Instant start = Instant.parse("2021-06-01T09:59:59.999999Z");
        int id = TestCall.of(Replicas.TENANT)
                .recording(later, start.plusSeconds(60), start.plusSeconds(70), null)
                .recording(
                        sooner,
                        start,
                        start.plusSeconds(10),
                        Path.of("/secret/place.wav").toString())
                .insertInto(CallsApi.database());

        JsonNode recordings = CallsApi.call(id).path("recordings");

        assertThat(recordings.toString())
                .isEqualTo("[{\"uuid\":\"" + sooner + "\",\"start_time\":\"2021-06-01T09:59:59.999999+00:00\","
                        + "\"end_time\":\"2021-06-01T10:00:09.999999+00:00\",\"deleted\":false,"
                        + "\"filename\":\"2021-06-01T09_59_59UTC-" + id + "-" + sooner + ".wav\"},"
                        + "{\"uuid\":\"" + later + "\",\"start_time\":\"2021-06-01T10:00:59.999999+00:00\","
                        + "\"end_time\":\"2021-06-01T10:01:09.999999+00:00\",\"deleted\":true,"
                        + "\"filename\":\"2021-06-01T10_00_59UTC-" + id + "-" + later + ".wav\"}]");
    }
}
