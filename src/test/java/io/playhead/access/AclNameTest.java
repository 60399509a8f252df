package io.playhead.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AclNameTest {

    private static final AclName MEDIA = AclName.of("call-logd.cdr.{cdr_id}.recordings.{recording_uuid}.media.read");

    @Test
    void integers_are_decimal_and_uuids_lower_case() {
        assertThat(MEDIA.with(12L, UUID.fromString("6F9619FF-8B86-D011-B42D-00CF4FC964FF")))
                .isEqualTo("call-logd.cdr.12.recordings.6f9619ff-8b86-d011-b42d-00cf4fc964ff.media.read");
    }

    @Test
    void an_integer_may_be_larger_than_any_call() {
        assertThat(AclName.of("call-logd.cdr.{cdr_id}.read").with(BigInteger.TEN.pow(30)))
                .isEqualTo("call-logd.cdr.1" + "0".repeat(30) + ".read");
    }

    @Test
    void dots_of_a_value_become_underscores_and_wildcards_stay_plain() {
        assertThat(AclName.of("calld.{a}.{b}").with("1.2.#", "*")).isEqualTo("calld.1_2_#.*");
    }

    @Test
    void a_name_without_places_is_itself() {
        assertThat(AclName.of("call-logd.users.me.cdr.read").with()).isEqualTo("call-logd.users.me.cdr.read");
    }

    @Test
    void places_may_stand_at_either_end() {
        assertThat(AclName.of("{a}.{b}").with(1, 2)).isEqualTo("1.2");
    }

    @Test
    void too_few_values_and_foreign_ones_are_mistakes() {
        assertThatIllegalArgumentException().isThrownBy(() -> MEDIA.with(12L));
        assertThatIllegalArgumentException().isThrownBy(() -> MEDIA.with(12L, new Object()));
    }
}
