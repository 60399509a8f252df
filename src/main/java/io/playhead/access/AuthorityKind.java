package io.playhead.access;

/** Who can be asked about callers. */
public enum AuthorityKind {
    /** A file of tenants and tokens. */
    STATIC,
    /** A Wazo's. */
    WAZO_AUTH,
    /** An OpenID Connect provider. */
    OIDC
}
