-- Imports of recordings that lie there already, as they were asked for over the API.

CREATE TABLE playhead.import_job (
    uuid uuid NOT NULL PRIMARY KEY,
    tenant_uuid uuid NOT NULL,
    request text NOT NULL,
    state text NOT NULL,
    outcomes text NOT NULL,
    imported bigint NOT NULL,
    error text,
    cancelled boolean NOT NULL,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    leased_until timestamptz
);
COMMENT ON COLUMN playhead.import_job.request IS 'what is to be done, as JSON';
COMMENT ON COLUMN playhead.import_job.state IS 'pending, running, finished, cancelled or failed';
COMMENT ON COLUMN playhead.import_job.outcomes IS 'how many files came to what, as JSON';
COMMENT ON COLUMN playhead.import_job.imported IS 'files that earlier attempts have imported';
COMMENT ON COLUMN playhead.import_job.leased_until IS 'until then the process that is at it is believed to live';

CREATE TABLE playhead.import_finding (
    job_uuid uuid NOT NULL REFERENCES playhead.import_job ON DELETE CASCADE,
    number integer NOT NULL,
    file text NOT NULL,
    outcome text NOT NULL,
    recording_uuid uuid,
    PRIMARY KEY (job_uuid, number)
);
COMMENT ON TABLE playhead.import_finding IS 'files that were left: the first thousand';
