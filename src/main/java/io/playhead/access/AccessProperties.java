package io.playhead.access;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Who is asked about callers. Never prints the secret.
 *
 * @param authority which of them, required
 * @param staticFile for authority {@code static}
 * @param secret at least 32 characters; or
 * @param secretFile a file that holds it, line ends at its end left out
 * @param acceptedSecret another, whose signatures count too while secrets change; or
 * @param acceptedSecretFile a file that holds it
 * @param queryToken whether {@code ?token=} counts where call-logd allows it
 */
@ConfigurationProperties("playhead.access")
record AccessProperties(
        @Nullable AuthorityKind authority,
        @Name("static") @DefaultValue Static staticFile,
        @Nullable String secret,
        @Nullable Path secretFile,
        @Nullable String acceptedSecret,
        @Nullable Path acceptedSecretFile,
        @DefaultValue("true") boolean queryToken) {

    AccessProperties {
        if (authority == null) {
            throw new IllegalArgumentException("playhead.access.authority must be set: static, wazo-auth or oidc");
        }
        if (authority == AuthorityKind.STATIC && staticFile.file() == null) {
            throw new IllegalArgumentException(
                    "playhead.access.static.file must be set with playhead.access.authority=static");
        }
        secret = secret == null || secret.isEmpty() ? null : secret;
        if ((secret == null) == (secretFile == null)) {
            throw new IllegalArgumentException(
                    "one of playhead.access.secret and playhead.access.secret-file must be set");
        }
        acceptedSecret = acceptedSecret == null || acceptedSecret.isEmpty() ? null : acceptedSecret;
        if (acceptedSecret != null && acceptedSecretFile != null) {
            throw new IllegalArgumentException(
                    "playhead.access.accepted-secret and playhead.access.accepted-secret-file cannot both be set");
        }
    }

    /** @param file YAML: tenants and tokens */
    record Static(@Nullable Path file) {}

    /** As it is configured. */
    String authorityName() {
        return String.valueOf(authority).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The secret, wherever it is kept. */
    Secret readSecret() {
        return secretFile == null
                ? Secret.of(String.valueOf(secret), "playhead.access.secret")
                : Secret.read(secretFile, "playhead.access.secret-file");
    }

    /** The secret, and the other one where there is one. */
    Secrets readSecrets() {
        if (acceptedSecretFile != null) {
            return new Secrets(readSecret(), Secret.read(acceptedSecretFile, "playhead.access.accepted-secret-file"));
        }
        return new Secrets(
                readSecret(),
                acceptedSecret == null ? null : Secret.of(acceptedSecret, "playhead.access.accepted-secret"));
    }

    @Override
    public String toString() {
        return "AccessProperties[" + authority + "]";
    }
}
