-- What is Playhead's own lies in this schema. No foreign key reaches out of it: on an existing Wazo's database
-- nothing may hang on tables that others own.

-- What a recording's stored octets were when last looked at.
CREATE TABLE playhead.recording_facts (
    recording_uuid uuid NOT NULL PRIMARY KEY,
    octets bigint NOT NULL,
    modified_nanos bigint NOT NULL,
    validator text NOT NULL,
    sha256 bytea,
    media_type text NOT NULL,
    codec text NOT NULL,
    hertz integer,
    channels integer,
    frames bigint,
    state text NOT NULL,
    plain_wave boolean NOT NULL,
    noticed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN playhead.recording_facts.modified_nanos IS 'modification time of the file, nanoseconds since 1970';
COMMENT ON COLUMN playhead.recording_facts.validator IS 'kept while octets and modified_nanos stay the same';

-- The newest calls of a tenant, in the order in which every list shows them.
CREATE INDEX playhead_call_log__idx__tenant_date ON public.call_logd_call_log (tenant_uuid, date DESC, id DESC);
