package io.playhead.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSecurityContextJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import io.playhead.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/**
 * Checks signed tokens: signature by a key of the provider's and an algorithm that is allowed, issuer, audience, times,
 * kind (RFC 9068 §4, RFC 8725 §3). A token that is bound to a key of its bearer's (RFC 9449, RFC 8705) is no bearer token.
 */
final class OidcTokens {

    private static final Logger LOG = LoggerFactory.getLogger(OidcTokens.class);

    private final NimbusReactiveJwtDecoder decoder;

    OidcTokens(OidcProperties properties, OidcProvider provider, InstantSource clock) {
        Set<JWSAlgorithm> algorithms = properties.algorithms().stream()
                .map(algorithm -> JWSAlgorithm.parse(algorithm.getName()))
                .collect(Collectors.toUnmodifiableSet());
        decoder = NimbusReactiveJwtDecoder.withJwkSource(token -> provider.keys(token, algorithms))
                .jwtProcessorCustomizer(processor -> processor.setJWSKeySelector(
                        new JWSVerificationKeySelector<>(algorithms, new JWKSecurityContextJWKSet())))
                .build();
        decoder.setClaimSetConverter(OidcTokens::asTheyAre);
        decoder.setJwtValidator(validator(properties, clock));
    }

    /** Without the time of issue that the usual conversion makes up: a second before the end is in the future. */
    private static Map<String, Object> asTheyAre(Map<String, Object> claims) {
        Map<String, Object> converted =
                new HashMap<>(MappedJwtClaimSetConverter.withDefaults(Map.of()).convert(claims));
        if (claims.get(JwtClaimNames.IAT) == null) {
            converted.remove(JwtClaimNames.IAT);
        }
        return converted;
    }

    /** Empty if it is not good; a problem of kind {@code UNAVAILABLE} if that cannot be said. */
    Mono<Jwt> check(String token) {
        return Mono.defer(() -> decoder.decode(token))
                .doOnError(JwtException.class, OidcTokens::tell)
                .onErrorResume(JwtException.class, refused -> Mono.empty())
                .onErrorMap(OidcTokens::cause);
    }

    /** For whoever sets up a provider. What cannot be read is not quoted: it is a token, or was to be one. */
    private static void tell(JwtException refused) {
        LOG.debug(
                "event=token-refused reason={}",
                refused instanceof JwtValidationException
                        ? refused.getMessage()
                        : "no signed token, or not by a key and an algorithm of the provider's");
    }

    /** The decoder wraps what kept it from a key. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause instanceof ProblemException ? cause : failure;
    }

    private static OAuth2TokenValidator<Jwt> validator(OidcProperties properties, InstantSource clock) {
        Duration skew = properties.clockSkew();
        JwtTimestampValidator times = new JwtTimestampValidator(skew);
        times.setClock(clock.withZone(ZoneOffset.UTC));
        times.setAllowEmptyExpiryClaim(false);
        JwtTypeValidator types = new JwtTypeValidator("JWT", "at+jwt", "application/at+jwt");
        types.setAllowEmpty(true);
        List<String> audience = properties.audience();
        return new DelegatingOAuth2TokenValidator<>(
                types,
                new JwtIssuerValidator(properties.issuerUri().toString()),
                times,
                token -> result(notOfTheFuture(token, clock.instant().plus(skew)), "Jwt issued in the future"),
                new JwtClaimValidator<Collection<String>>(
                        "aud", meant -> meant != null && meant.stream().anyMatch(audience::contains)),
                token -> result(!token.hasClaim("cnf"), "Jwt bound to a key of its bearer's"));
    }

    private static boolean notOfTheFuture(Jwt token, Instant latest) {
        Instant issued = token.getIssuedAt();
        return issued == null || !issued.isAfter(latest);
    }

    private static OAuth2TokenValidatorResult result(boolean good, String words) {
        return good
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, words, null));
    }
}
