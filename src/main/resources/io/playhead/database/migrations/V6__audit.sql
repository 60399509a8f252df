-- The listen log: who listened to what, and what else was done with recordings. Each process that writes has a chain of
-- entries for each tenant, in which every entry is sealed together with the one before it.

CREATE TABLE playhead.audit_writer (
    writer_uuid uuid NOT NULL PRIMARY KEY,
    ordinal bigint NOT NULL UNIQUE,
    started_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    entries bigint NOT NULL,
    chains integer NOT NULL,
    ended_at timestamptz,
    ended_how text,
    pruned boolean NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL
);
COMMENT ON TABLE playhead.audit_writer IS 'a row for each process that has written, from its start on';
COMMENT ON COLUMN playhead.audit_writer.seen_at IS 'all that happened until then has been written';
COMMENT ON COLUMN playhead.audit_writer.ended_how IS 'stopped: nothing was lost; gap: it was not heard of any more';

CREATE TABLE playhead.audit_chain (
    tenant_uuid uuid NOT NULL,
    writer_uuid uuid NOT NULL,
    number bigint NOT NULL,
    mac bytea NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL,
    pruned_number bigint NOT NULL DEFAULT 0,
    pruned_mac bytea,
    pruned_key_id text,
    pruned_signature bytea,
    PRIMARY KEY (tenant_uuid, writer_uuid)
);
COMMENT ON TABLE playhead.audit_chain IS 'where each chain ends, and where what is left of it begins';
COMMENT ON COLUMN playhead.audit_chain.tenant_uuid IS 'all zeros: of no tenant';

CREATE TABLE playhead.audit_head (
    tenant_uuid uuid NOT NULL,
    writer_uuid uuid NOT NULL,
    number bigint NOT NULL,
    at timestamptz NOT NULL,
    mac bytea NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL,
    PRIMARY KEY (tenant_uuid, writer_uuid, number)
);
COMMENT ON TABLE playhead.audit_head IS 'where chains ended each hour; the log has the same lines';

CREATE TABLE playhead.audit_entry (
    tenant_uuid uuid NOT NULL,
    writer_uuid uuid NOT NULL,
    number bigint NOT NULL,
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    action text NOT NULL,
    user_uuid uuid,
    maker_uuid uuid,
    call_id bigint,
    recording_uuid uuid,
    address text,
    user_agent text,
    outcome text NOT NULL,
    details text NOT NULL,
    mac bytea NOT NULL,
    PRIMARY KEY (tenant_uuid, writer_uuid, number)
);
COMMENT ON COLUMN playhead.audit_entry.id IS 'begins with the milliseconds of at (UUID version 7): the order of lists';
COMMENT ON COLUMN playhead.audit_entry.maker_uuid IS 'who made the ticket by which it was done';
COMMENT ON COLUMN playhead.audit_entry.details IS 'JSON, kept as text because its letters are sealed';

CREATE INDEX audit_entry__idx__tenant_id ON playhead.audit_entry (tenant_uuid, id);
CREATE INDEX audit_entry__idx__recording_id ON playhead.audit_entry (recording_uuid, id)
    WHERE recording_uuid IS NOT NULL;
