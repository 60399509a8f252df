package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.representation.EntityTag;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

    private static final EntityTag TAG = new EntityTag("a,b");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '!',
            value = {
                "*                    ! true  ! true",
                "\"a,b\"              ! true  ! true",
                "W/\"a,b\"            ! false ! true",
                "\"x\", \"a,b\"       ! true  ! true",
                "\"x\",W/\"y\",\"a,b\" ! true  ! true",
                "W/\"a,b\",\"a,b\"    ! true  ! true",
                "~,, , \"a,b\" ,,~    ! true  ! true",
                "~\t\"a,b\"\t~        ! true  ! true",
                "\"A,b\"              ! false ! false",
                "\"a\", \"b\"         ! false ! false",
                "\"\"                 ! false ! false",
            })
    void a_list_matches_if_one_of_its_tags_does(String field, boolean strongly, boolean weakly) {
        assertThat(EntityTags.matchStrongly(field, TAG)).isEqualTo(strongly);
        assertThat(EntityTags.matchWeakly(field, TAG)).isEqualTo(weakly);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",,,",
                "a,b",
                "\"a,b",
                "a,b\"",
                "w/\"a,b\"",
                "W/ \"a,b\"",
                "W\"a,b\"",
                "\"a,b\" \"x\"",
                "\"a,b\", x",
                "\"a,b\", \"",
                "\"a,b\", *",
                "*, \"a,b\"",
                "**",
                "'a,b'",
                "\"a,b\"\u0000",
                "\"a,b\", \"\u0000\"",
                "\"a,b\", \"x y\"",
                "\"a,b\", \"\u0142\""
            })
    void what_is_malformed_anywhere_matches_nothing(String field) {
        assertThat(EntityTags.matchStrongly(field, TAG)).isFalse();
        assertThat(EntityTags.matchWeakly(field, TAG)).isFalse();
    }

    @Test
    void one_tag_alone_is_compared_strongly() {
        assertThat(EntityTags.isStrongly("\"a,b\"", TAG)).isTrue();
        assertThat(EntityTags.isStrongly("W/\"a,b\"", TAG)).isFalse();
        assertThat(EntityTags.isStrongly("\"a,b\", \"a,b\"", TAG)).isFalse();
        assertThat(EntityTags.isStrongly("*", TAG)).isFalse();
        assertThat(EntityTags.isStrongly("\"", TAG)).isFalse();
        assertThat(EntityTags.isStrongly("", TAG)).isFalse();
    }

    @Property
    void a_printed_tag_matches_itself(@ForAll @Chars({'!', '#', '~', ',', '*', '/', 'W', '\u00ff'}) String opaque) {
        EntityTag tag = new EntityTag(opaque);
        assertThat(EntityTags.matchStrongly(tag.toString(), tag)).isTrue();
        assertThat(EntityTags.isStrongly(tag.toString(), tag)).isTrue();
        assertThat(EntityTags.matchWeakly(", \"z\"," + tag + " ,W/\"\"", tag)).isTrue();
    }

    @Property
    void no_text_is_too_strange(@ForAll @Chars({'"', ',', 'W', '/', '*', ' ', '\t', 'a', '\0', '\u20ac'}) String text) {
        boolean strongly = EntityTags.matchStrongly(text, TAG);
        assertThat(EntityTags.matchWeakly(text, TAG) || !strongly).isTrue();
        assertThat(!EntityTags.isStrongly(text, TAG) || strongly).isTrue();
    }

    @Test
    void eight_thousand_commas_are_an_empty_list() {
        assertThat(EntityTags.matchWeakly(",".repeat(8_192), TAG)).isFalse();
        assertThat(EntityTags.matchWeakly(",".repeat(8_192) + TAG, TAG)).isTrue();
        assertThat(EntityTags.matchWeakly("*,".repeat(4_096), TAG)).isFalse();
    }
}
