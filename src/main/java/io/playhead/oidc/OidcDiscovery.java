package io.playhead.oidc;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What of a provider's own description (OpenID Connect Discovery 1.0 §3) is of use here.
 *
 * @param endSession where one signs out (OpenID Connect RP-Initiated Logout 1.0), if there is such a place
 */
record OidcDiscovery(URI jwks, Optional<URI> authorization, Optional<URI> token, Optional<URI> endSession) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Where a provider describes itself. */
    static URI address(URI issuer) {
        String text = issuer.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
                + "/.well-known/openid-configuration");
    }

    /** @throws OidcFailure if it is no description, or of another issuer */
    static OidcDiscovery parse(byte[] octets, URI issuer) {
        JsonNode document = tree(octets);
        if (!document.path("issuer").asString("").equals(issuer.toString())) {
            throw new OidcFailure("describes another issuer", null);
        }
        return new OidcDiscovery(
                address(document, "jwks_uri", issuer)
                        .orElseThrow(() -> new OidcFailure("does not tell where its keys are", null)),
                address(document, "authorization_endpoint", issuer),
                address(document, "token_endpoint", issuer),
                address(document, "end_session_endpoint", issuer));
    }

    /** For the page: where to go, and as whom. */
    Map<String, Object> signIn(URI issuer, String clientId, OidcProperties.Page page) {
        Map<String, Object> way = new LinkedHashMap<>();
        way.put("issuer", issuer);
        way.put("authorization_endpoint", authorization.orElseThrow());
        way.put("token_endpoint", token.orElseThrow());
        endSession.ifPresent(address -> way.put("end_session_endpoint", address));
        way.put("client_id", clientId);
        way.put("scope", page.scope());
        way.put("parameters", page.parameters());
        return way;
    }

    private static JsonNode tree(byte[] octets) {
        try {
            return JSON.readTree(octets);
        } catch (JacksonException garbage) {
            throw new OidcFailure("answers what is no JSON", null);
        }
    }

    /** One that is less safe than the issuer's is none. */
    private static Optional<URI> address(JsonNode document, String field, URI issuer) {
        @Nullable URI address = OidcProperties.uri(document.path(field).asString(""));
        return Optional.ofNullable(address)
                .filter(known ->
                        !issuer.getScheme().equals("https") || known.getScheme().equals("https"));
    }
}
