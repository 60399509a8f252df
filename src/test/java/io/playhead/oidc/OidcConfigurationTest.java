package io.playhead.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.playhead.access.Authority;
import io.playhead.access.AuthoritySource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class OidcConfigurationTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(OidcConfiguration.class);

    @Test
    void a_provider_need_not_be_there_at_the_start() {
        runner.withPropertyValues(
                        "playhead.access.oidc.issuer=http://127.0.0.1:1", "playhead.access.oidc.audience=playhead")
                .run(context -> {
                    Authority authority =
                            context.getBean(AuthoritySource.class).opening().get();

                    assertThat(authority.pageOrigins()).as("without a client").isEmpty();
                    ((OidcAuthority) authority).close();
                });
    }

    @Test
    void who_wants_no_provider_needs_no_settings_for_one() {
        runner.run(context -> assertThat(context).hasSingleBean(AuthoritySource.class));
    }

    @Test
    void what_is_missing_is_named() {
        fails("playhead.access.oidc.issuer must be set");
        fails("playhead.access.oidc.audience must be set", "playhead.access.oidc.issuer=https://login.example.org");
    }

    private void fails(String words, String... properties) {
        runner.withPropertyValues(properties)
                .run(context -> assertThat(catchThrowable(() ->
                                context.getBean(AuthoritySource.class).opening().get()))
                        .hasMessageStartingWith(words));
    }
}
