package io.playhead.access;

import io.playhead.http.ApiRequest;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its sender, and what it wants to do. Never prints its tokens.
 *
 * @param tokenHeader {@code X-Auth-Token}
 * @param authorization {@code Authorization}; only {@code Bearer} counts, after {@code X-Auth-Token}
 * @param tokenQuery {@code ?token=}, given only by endpoints that allow it; wins over the headers
 * @param tenantHeader {@code Wazo-Tenant}; empty is absent
 * @param address of the client as far as can be believed; null where nobody knows
 */
public record AccessRequest(
        @Nullable String tokenHeader,
        @Nullable String authorization,
        @Nullable String tokenQuery,
        @Nullable String tenantHeader,
        String requiredAcl,
        @Nullable InetAddress address) {

    private static final String BEARER = "Bearer ";

    /** Of a client that nobody knows. */
    public AccessRequest(
            @Nullable String tokenHeader,
            @Nullable String authorization,
            @Nullable String tokenQuery,
            @Nullable String tenantHeader,
            String requiredAcl) {
        this(tokenHeader, authorization, tokenQuery, tenantHeader, requiredAcl, null);
    }

    /** By its headers alone: for endpoints that take neither token nor tenant from the query. */
    public static AccessRequest of(ApiRequest request, String requiredAcl) {
        return of(request, null, requiredAcl);
    }

    /** For endpoints that take {@code ?token=} too. */
    public static AccessRequest withQuery(ApiRequest request, String requiredAcl) {
        return of(request, request.query().first("token"), requiredAcl);
    }

    private static AccessRequest of(ApiRequest request, @Nullable String tokenQuery, String requiredAcl) {
        return new AccessRequest(
                request.header("X-Auth-Token"),
                request.header("Authorization"),
                tokenQuery,
                request.header("Wazo-Tenant"),
                requiredAcl,
                request.address());
    }

    /** The same sender, who wants to do something else. */
    public AccessRequest wanting(String other) {
        return new AccessRequest(tokenHeader, authorization, tokenQuery, tenantHeader, other, address);
    }

    Credential credential(boolean queryAllowed) {
        if (queryAllowed && tokenQuery != null && !tokenQuery.isEmpty()) {
            return new Credential(tokenQuery);
        }
        if (tokenHeader != null && !tokenHeader.isEmpty()) {
            return new Credential(tokenHeader);
        }
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Credential(authorization.substring(BEARER.length()).strip());
        }
        return Credential.NONE;
    }

    @Nullable
    String namedTenant() {
        return tenantHeader == null || tenantHeader.isEmpty() ? null : tenantHeader;
    }

    @Override
    public String toString() {
        return "AccessRequest[" + requiredAcl + "]";
    }
}
