package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;

class AcceptTest {

    private static final List<String> OFFERS = List.of(
            "audio/wav", "audio/mpeg", "audio/mp4;codecs=opus", "audio/ogg;codecs=\"opus\"", "audio/wav;codec=31");

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "*/*                                               ! audio/wav",
                "audio/*                                           ! audio/wav",
                "audio/mpeg                                        ! audio/mpeg",
                "AUDIO/MPEG                                        ! audio/mpeg",
                "audio/mpeg, audio/wav                             ! audio/wav",
                "audio/mpeg, audio/wav;q=0.9                       ! audio/mpeg",
                "audio/mpeg;q=0.001, */*;q=0                       ! audio/mpeg",
                "audio/*;q=0.5, audio/ogg                          ! audio/ogg;codecs=\"opus\"",
                "*/*, audio/wav;q=0                                ! audio/mpeg",
                "audio/wav;q=0.2, audio/*;q=0.1, */*;q=0.9         ! audio/wav",
                "audio/*;q=0.1, */*;q=0.9, audio/mp4;q=0.3         ! audio/mp4;codecs=opus",
                "audio/ogg;codecs=opus                             ! audio/ogg;codecs=\"opus\"",
                "audio/ogg;codecs=\"OP\\us\"                       ! audio/ogg;codecs=\"opus\"",
                "audio/mp4 ; CODECS=\"opus\" ; q=1.000             ! audio/mp4;codecs=opus",
                "audio/mp4;q=1;codecs=opus                         ! audio/mp4;codecs=opus",
                "audio/mp4;q=0.5;codecs=opus, audio/mp4;q=0        ! audio/mp4;codecs=opus",
                "audio/mp4;;codecs=opus;                           ! audio/mp4;codecs=opus",
                "audio/x-wav                                       ! audio/wav",
                "audio/wave                                        ! audio/wav",
                "audio/vnd.wave                                    ! audio/wav",
                "audio/vnd.wave;codec=31                           ! audio/wav;codec=31",
                "audio/wav;codec=31, audio/wav;q=0.5               ! audio/wav;codec=31",
                "audio/x-wav;q=0.1, audio/wav;q=0.8, audio/mpeg;q=0.5 ! audio/wav",
                "text/html, image/gif, *; q=.2, */*; q=.2          ! audio/wav",
                "audio/webm,audio/ogg,audio/wav,audio/*;q=0.9,application/ogg;q=0.7,*/*;q=0.5 ! audio/wav",
                ", ,audio/mpeg,,                                   ! audio/mpeg",
            })
    void the_client_gets_what_it_likes_best(String accept, String expected) {
        assertThat(best(accept)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "text/html",
                "*/*;q=0",
                "audio/*;q=0.000",
                "audio/ogg;codecs=vorbis",
                "audio/mpeg;codecs=mp3",
                "audio/wav;q=0, nonsense",
            })
    void nothing_is_acceptable(String accept) {
        assertThat(best(accept)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "audio/wav;q=2",
                "audio/wav;q=1.1",
                "audio/wav;q=1.0000",
                "audio/wav;q=0.1234",
                "audio/wav;q=-1",
                "audio/wav;q=",
                "audio/wav;q=.",
                "audio/wav;q=\"1\"",
                "audio/wav;q=1;q=1",
                "audio/wav;q = 1",
                "audio / wav",
                "audio/",
                "/wav",
                "audio",
                "*/wav",
                "audio/wav text",
                "audio/wav;codec",
                "audio/wav;=1",
                "audio/wav;a=\"",
                "audio/w\u00e4v",
                "audio/wav;a=\"b",
            })
    void a_malformed_member_counts_for_nothing(String member) {
        assertThat(best("audio/mpeg;q=0.1, " + member)).contains("audio/mpeg");
        assertThat(best(member)).as("alone, as if it were not there").contains("audio/wav");
    }

    @Test
    void an_absent_or_empty_field_accepts_anything() {
        assertThat(best(null)).contains("audio/wav");
        assertThat(best("")).contains("audio/wav");
        assertThat(best(",,")).contains("audio/wav");
    }

    @Test
    void of_nothing_nothing_is_best() {
        assertThat(Accept.best("*/*", List.<MediaType>of(), type -> type)).isEmpty();
        assertThat(Accept.best("audio/wav", List.<MediaType>of(), type -> type)).isEmpty();
    }

    @Test
    void a_comma_in_quotes_does_not_end_a_member() {
        assertThat(best("audio/mpeg;a=\",audio/ogg,\\\"\", audio/mp4")).contains("audio/mp4;codecs=opus");
    }

    /** Single names with weights: the greatest weight wins, of equals our first. */
    @RepeatedTest(200)
    void the_greatest_weight_wins(RepetitionInfo round) {
        Random random = new Random(round.getCurrentRepetition());
        List<String> names = List.of("audio/wav", "audio/mpeg", "audio/mp4", "audio/ogg");
        StringBuilder accept = new StringBuilder("text/plain");
        int best = -1;
        int greatest = 0;
        for (int index = 0; index < names.size(); index++) {
            int weight = random.nextInt(1_000);
            accept.append(", ").append(names.get(index)).append(";q=0.").append("%03d".formatted(weight));
            if (weight > greatest) {
                greatest = weight;
                best = index;
            }
        }
        assertThat(best(accept.toString()).orElseThrow()).as("%s", accept).startsWith(names.get(best));
    }

    @Property
    void no_text_is_too_strange(
            @ForAll @Chars({'a', 'u', '*', '/', ';', 'q', '=', '"', '\\', ',', '.', '0', '1', ' ', '\0', '\u00e9'})
                    String text) {
        assertThat(best("audio/wav;" + text)).isNotNull();
        assertThat(best(text)).isNotNull();
    }

    @Test
    void eight_thousand_hostile_octets_cost_little() {
        List<String> fields = List.of(
                ",".repeat(8_192),
                "*,".repeat(4_096),
                "*/*,".repeat(2_048),
                "*/*;q=0,".repeat(1_024),
                "\"".repeat(8_192),
                "audio/wav;" + "a=b;".repeat(2_048),
                "audio/wav;" + ";".repeat(8_192),
                "audio/wav;a=\"" + "\\".repeat(8_192),
                "a/b;" + "c=\"d,".repeat(1_600),
                "\u0000".repeat(8_192));
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> fields.forEach(AcceptTest::best));
    }

    private static Optional<String> best(@Nullable String accept) {
        return Accept.best(accept, OFFERS, MediaType::parseMediaType);
    }
}
