package io.playhead.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {

    private static final String TENANT = "2c34c282-433e-4bb8-8d56-fec14ff7e1e9";
    private static final String RECORDING = "b0d8a5a4-0d5c-4b6c-9d4f-5b0e3a0e1f11";
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "out-5551234-101-20240131-121314-1706703194.42.wav, outbound, 101, 5551234",
        "exten-102-101-20240131-121314-1706703194.42.wav, internal, 101, 102",
        "q-600-+4930123456-20240131-121314-1706703194.42.WAV, inbound, +4930123456, 600",
        "rg-601-anonymous-20240131-121314-pbx1-1706703194.42.gsm, inbound, anonymous, 601",
        "2024/01/31/in-5550000-5551234-20240131-121314-1706703194.42.wav49, inbound, 5551234, 5550000",
        "external-101-Max Mustermann-20240131-121314-1706703194.42.mp3, inbound, Max Mustermann, 101"
    })
    void freepbx_says_the_kind_then_who_was_called_then_who_called(
            String name, String direction, String source, String destination) {
        Named named = Names.of(List.of("freepbx"), BERLIN).understand(name).orElseThrow();

        assertThat(named.direction()).hasToString(direction);
        assertThat(named.source()).isEqualTo(source);
        assertThat(named.destination()).isEqualTo(destination);
        assertThat(named.uniqueid()).endsWith("1706703194.42");
        assertThat(named.start()).isEqualTo("2024-01-31T11:13:14Z");
    }

    @ParameterizedTest
    @CsvSource({
        "20240131-121314-101-5551234-1706703194.42.wav, 101, 5551234, 2024-01-31T12:13:14Z",
        "101-5551234-20240131-121314-1706703194.42.wav, 101, 5551234, 2024-01-31T12:13:14Z",
        "20240131-121314-1706703194.42.wav, , , 2024-01-31T12:13:14Z",
        "1706703194.42.wav, , , 2024-01-31T12:13:14Z",
        "pbx1-1706703194.42.wav, , , 2024-01-31T12:13:14Z"
    })
    void asterisk_is_named_by_its_dialplan(String name, String source, String destination, Instant start) {
        Named named =
                Names.of(List.of("asterisk"), ZoneOffset.UTC).understand(name).orElseThrow();

        assertThat(named.source()).isEqualTo(source);
        assertThat(named.destination()).isEqualTo(destination);
        assertThat(named.start()).isEqualTo(start);
        assertThat(named.uniqueid()).endsWith("1706703194.42");
    }

    @Test
    void a_wazos_names_are_known_always() {
        Names names = Names.of(List.of(), BERLIN);

        Named own = names.understand("/tenants/" + TENANT + "/monitor/" + RECORDING + ".wav")
                .orElseThrow();
        assertThat(own.tenant()).isEqualTo(UUID.fromString(TENANT));
        assertThat(own.recording()).isEqualTo(UUID.fromString(RECORDING));
        assertThat(own.start()).isNull();

        Named api = names.understand("x/2024-01-31T12_13_14UTC-71-" + RECORDING + ".wav")
                .orElseThrow();
        assertThat(api.tenant()).isNull();
        assertThat(api.call()).isEqualTo(71);
        assertThat(api.recording()).isEqualTo(UUID.fromString(RECORDING));
        assertThat(api.start()).isEqualTo("2024-01-31T12:13:14Z");

        assertThat(names.understand(TENANT + "/voicemail/" + RECORDING + ".wav"))
                .isEmpty();
        assertThat(names.understand(RECORDING + ".wav")).isEmpty();
        assertThat(names.understand("x" + RECORDING + ".wav")).isEmpty();
    }

    @Test
    void a_call_that_is_no_id_is_none_that_anybody_has() {
        Named named = Names.of(List.of(), BERLIN)
                .understand("2024-01-31T12_13_14UTC-9999999999-" + RECORDING + ".wav")
                .orElseThrow();

        assertThat(named.call()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20230229-121314-1.wav",
                "20241331-121314-1.wav",
                "20240131-241314-1.wav",
                "00000101-000000-1.wav"
            })
    void a_time_that_there_is_not_is_told(String name) {
        Names names = Names.of(List.of("{year}{month}{day}-{hour}{minute}{second}-{source}.{format}"), ZoneOffset.UTC);

        assertThatThrownBy(() -> names.understand(name)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|is empty",
                "calls.wav|has no piece",
                "{sorce}.wav|has a piece that is unknown: {sorce}. Known are {tenant}, {recording}",
                "{Source}.wav|has a piece that is unknown: {Source}",
                "{source.wav|has a brace without its other: {source.wav",
                "source}.wav|has a brace without its other: }.wav",
                "{source}{destination}.wav|has nothing between {source} and {destination}",
                "{source}-{source}.wav|has {source} twice",
                "{year}{month}-{source}|has a date that is not whole",
                "{hour}{minute}-{source}|has a time without its date",
                "{year}{month}{day}{minute}|has a time that is not whole",
                "{zone}-{source}|has a {zone} without a date",
                "/var/spool/{source}.wav|begins with /",
                "../{source}.wav|has a part of a path that is none: '..'",
                "{source}/|has a part of a path that is none: ''"
            })
    void what_is_wrong_with_a_pattern_is_said(String pattern, String why) {
        assertThatThrownBy(() -> NamePattern.of(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the pattern " + why);
    }

    @Test
    void a_pattern_is_not_endless() {
        assertThatThrownBy(() -> NamePattern.of("{ignore}-".repeat(41) + "x"))
                .hasMessageContaining("has more than 40 pieces");
        assertThatThrownBy(() -> NamePattern.of("{source}" + "x".repeat(NamePattern.LONGEST)))
                .hasMessageContaining("is longer than 500 characters");
        assertThatThrownBy(() -> NamePattern.of("{source}\n")).hasMessageContaining("has control characters in it");
    }

    @Test
    void no_name_takes_long() {
        NamePattern pattern = NamePattern.of("{ignore}-".repeat(39) + "{uniqueid}.wav");
        long begun = System.nanoTime();

        assertThat(pattern.match("-".repeat(255))).isEmpty();
        assertThat(pattern.match("1-".repeat(127))).isEmpty();
        assertThat(pattern.match("1234567890.".repeat(23))).isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb-c.wav", "a/b-c/d.wav", "-c.wav", "a-.wav", "", "/", "a\u0000-c.wav"})
    void hostile_names_do_not_fit(String name) {
        assertThat(NamePattern.of("{source}-{destination}.wav").match(name)).isEmpty();
    }

    /** @param values for each piece of {@code pattern} */
    record Filled(String pattern, Map<Piece, String> values) {}

    @Property(tries = 2_000)
    void what_is_rendered_is_parsed_back(@ForAll("filled") Filled filled) {
        NamePattern pattern = NamePattern.of(filled.pattern());

        String name = pattern.render(filled.values());

        assertThat(pattern.match("some/folder/" + name))
                .as("%s: %s", pattern, name)
                .hasValue(filled.values());
        assertThat(pattern.match(name)).hasValue(filled.values());
    }

    /** Pieces in any order, with text between them that is in none of their values. */
    @Provide
    Arbitrary<Filled> filled() {
        List<Piece> pieces = List.of(
                Piece.TENANT,
                Piece.RECORDING,
                Piece.CALL,
                Piece.UNIQUEID,
                Piece.SOURCE,
                Piece.DESTINATION,
                Piece.QUEUE,
                Piece.DIRECTION,
                Piece.EPOCH,
                Piece.FORMAT,
                Piece.IGNORE);
        return Arbitraries.of(pieces)
                .set()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(ArrayList::new)
                .flatMap(chosen -> Arbitraries.shuffle(chosen)
                        .flatMap(order -> Arbitraries.of("~", "/", " ~ ", "~~")
                                .list()
                                .ofSize(order.size())
                                .flatMap(between -> Arbitraries.longs().map(seed -> filled(order, between, seed)))));
    }

    private static Filled filled(List<Piece> order, List<String> between, long seed) {
        java.util.Random random = new java.util.Random(seed);
        StringBuilder pattern = new StringBuilder();
        Map<Piece, String> values = new EnumMap<>(Piece.class);
        for (int index = 0; index < order.size(); index++) {
            pattern.append(index == 0 ? "" : between.get(index))
                    .append('{')
                    .append(order.get(index))
                    .append('}');
            values.put(order.get(index), value(order.get(index), random));
        }
        return new Filled(pattern.toString(), values);
    }

    private static String value(Piece piece, java.util.Random random) {
        return switch (piece) {
            case TENANT, RECORDING, USER -> new UUID(random.nextLong(), random.nextLong()).toString();
            case CALL -> Integer.toString(random.nextInt(Integer.MAX_VALUE));
            case EPOCH -> Long.toString(1_000_000_000L + random.nextInt(Integer.MAX_VALUE));
            case UNIQUEID ->
                (random.nextBoolean() ? "pbx1-" : "") + (1_000_000_000L + random.nextInt(Integer.MAX_VALUE)) + "."
                        + random.nextInt(100_000);
            case DIRECTION -> List.of("in", "out", "q", "exten", "Internal").get(random.nextInt(5));
            case FORMAT -> List.of("wav", "WAV", "gsm", "mp3").get(random.nextInt(4));
            default -> text(random);
        };
    }

    private static String text(java.util.Random random) {
        String letters = "0123456789abcXYZ+*#._-äß漢 ";
        StringBuilder text = new StringBuilder("x");
        for (int length = random.nextInt(20); length > 0; length--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.append('x').toString();
    }
}
