-- Tickets that were taken back before their end.

CREATE TABLE playhead.ticket_revocation (
    uuid uuid NOT NULL PRIMARY KEY,
    recording_uuid uuid NOT NULL,
    maker_uuid uuid,
    ticket_id uuid,
    revoked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
COMMENT ON COLUMN playhead.ticket_revocation.maker_uuid IS 'whose tickets are meant; null: everybody''s';
COMMENT ON COLUMN playhead.ticket_revocation.ticket_id IS 'of 16 octets of its signature; null: all that were made until then';
COMMENT ON COLUMN playhead.ticket_revocation.expires_at IS 'when the last of them would have ended by itself';
