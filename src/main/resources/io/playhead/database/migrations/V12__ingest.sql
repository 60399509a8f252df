-- What an archive needs to know of a recording's octets, made on their way in. The version before does not know of it.
ALTER TABLE playhead.recording_facts ADD COLUMN crc32 bigint;

-- Recordings that are announced and whose octets are still to come, or are coming. They lie in a folder meanwhile.
CREATE TABLE playhead.upload (
    upload_uuid uuid NOT NULL PRIMARY KEY,
    tenant_uuid uuid NOT NULL,
    recording_uuid uuid NOT NULL,
    announced text NOT NULL,
    length bigint,
    made_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
COMMENT ON COLUMN playhead.upload.announced IS 'what was said of the recording and its call, in JSON';
COMMENT ON COLUMN playhead.upload.length IS 'how many octets are to come; null while nobody has said so';
CREATE INDEX upload_by_end ON playhead.upload (expires_at);
