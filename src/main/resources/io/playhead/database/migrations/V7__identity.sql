-- Users, policies and tokens of Playhead's own, for automation that knows wazo-auth. Of tokens there are digests alone.

CREATE TABLE playhead.identity_user (
    uuid uuid NOT NULL PRIMARY KEY,
    tenant_uuid uuid NOT NULL,
    username text NOT NULL,
    firstname text,
    lastname text,
    salt bytea NOT NULL,
    iterations integer NOT NULL,
    password bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (username)
);
COMMENT ON COLUMN playhead.identity_user.password IS 'PBKDF2 with HMAC-SHA-256, 256 bits';

CREATE TABLE playhead.identity_policy (
    uuid uuid NOT NULL PRIMARY KEY,
    tenant_uuid uuid NOT NULL,
    name text NOT NULL,
    description text,
    acl text[] NOT NULL,
    maker_uuid uuid NOT NULL,
    maker_acl text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_uuid, name)
);
COMMENT ON COLUMN playhead.identity_policy.maker_acl IS 'what the maker might do: the policy never grants more';

CREATE TABLE playhead.identity_user_policy (
    user_uuid uuid NOT NULL REFERENCES playhead.identity_user (uuid) ON DELETE CASCADE,
    policy_uuid uuid NOT NULL REFERENCES playhead.identity_policy (uuid) ON DELETE CASCADE,
    giver_uuid uuid NOT NULL,
    giver_acl text[] NOT NULL,
    PRIMARY KEY (user_uuid, policy_uuid)
);
COMMENT ON COLUMN playhead.identity_user_policy.giver_acl IS 'what the giver might do: the user never gets more';

CREATE TABLE playhead.identity_refresh_token (
    digest bytea NOT NULL PRIMARY KEY,
    user_uuid uuid NOT NULL REFERENCES playhead.identity_user (uuid) ON DELETE CASCADE,
    client_id text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_uuid, client_id)
);
COMMENT ON COLUMN playhead.identity_refresh_token.digest IS 'SHA-256';

CREATE TABLE playhead.identity_token (
    digest bytea NOT NULL PRIMARY KEY,
    user_uuid uuid NOT NULL REFERENCES playhead.identity_user (uuid) ON DELETE CASCADE,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
COMMENT ON COLUMN playhead.identity_token.digest IS 'SHA-256';

CREATE INDEX identity_token__idx__expires_at ON playhead.identity_token (expires_at);
