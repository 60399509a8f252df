-- What one pass over a recording's sound told: its peaks, and who talks when. Goes with the facts of its media.

CREATE TABLE playhead.recording_analysis (
    recording_uuid uuid NOT NULL PRIMARY KEY REFERENCES playhead.recording_facts ON DELETE CASCADE,
    source text NOT NULL,
    analysis bytea NOT NULL
);
COMMENT ON COLUMN playhead.recording_analysis.source IS 'the validator of the octets, and how the sound was made of them';
