-- call-logd's tables at its revision 0776735d0419, names and all, so that it could take the database over.
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

SET search_path TO public;

CREATE TYPE call_logd_call_log_participant_role AS ENUM ('source', 'destination');

CREATE TABLE call_logd_alembic_version (
    version_num varchar(32) NOT NULL,
    CONSTRAINT call_logd_alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO call_logd_alembic_version VALUES ('0776735d0419');

CREATE TABLE call_logd_tenant (
    uuid uuid NOT NULL,
    CONSTRAINT call_logd_tenant_pkey PRIMARY KEY (uuid)
);

CREATE TABLE call_logd_call_log (
    id serial NOT NULL,
    date timestamptz NOT NULL,
    date_answer timestamptz,
    date_end timestamptz,
    tenant_uuid uuid NOT NULL,
    source_name varchar(255),
    source_exten varchar(255),
    source_internal_exten text,
    source_internal_context text,
    source_line_identity varchar(255),
    requested_name text,
    requested_exten varchar(255),
    requested_context varchar(255),
    requested_internal_exten text,
    requested_internal_context text,
    destination_name varchar(255),
    destination_exten varchar(255),
    destination_internal_exten text,
    destination_internal_context text,
    destination_line_identity varchar(255),
    direction varchar(255),
    user_field varchar(255),
    source_internal_name text,
    conversation_id varchar(255),
    blocked boolean,
    reached_voicemail boolean,
    CONSTRAINT call_logd_call_log_pkey PRIMARY KEY (id),
    CONSTRAINT call_logd_call_log_direction_check CHECK (direction IN ('inbound', 'internal', 'outbound')),
    CONSTRAINT call_logd_call_log_tenant_uuid_fkey FOREIGN KEY (tenant_uuid)
        REFERENCES call_logd_tenant (uuid) ON DELETE CASCADE
);
CREATE INDEX call_logd_call_log__idx__conversation_id ON call_logd_call_log (conversation_id);

CREATE TABLE call_logd_call_log_destination (
    uuid uuid NOT NULL DEFAULT uuid_generate_v4(),
    destination_details_key varchar(32) NOT NULL,
    destination_details_value varchar(255) NOT NULL,
    call_log_id integer,
    CONSTRAINT call_logd_call_log_destination_pkey PRIMARY KEY (uuid),
    CONSTRAINT call_logd_call_log_destination_details_key_check CHECK (destination_details_key IN (
        'type', 'user_uuid', 'user_name', 'meeting_uuid', 'meeting_name', 'conference_id', 'group_label', 'group_id',
        'voicemail_id', 'voicemail_name')),
    CONSTRAINT call_logd_call_log_destination_call_log_id_fkey FOREIGN KEY (call_log_id)
        REFERENCES call_logd_call_log (id) ON DELETE CASCADE
);
CREATE INDEX call_logd_call_log_destination__idx__call_log_id ON call_logd_call_log_destination (call_log_id);
CREATE INDEX call_logd_call_log_destination__idx__uuid ON call_logd_call_log_destination (uuid);

CREATE TABLE call_logd_call_log_participant (
    uuid uuid NOT NULL DEFAULT uuid_generate_v4(),
    call_log_id integer,
    user_uuid uuid NOT NULL,
    line_id integer,
    role call_logd_call_log_participant_role NOT NULL,
    tags varchar(128)[] NOT NULL DEFAULT '{}',
    answered boolean NOT NULL DEFAULT false,
    requested boolean NOT NULL DEFAULT false,
    CONSTRAINT call_logd_call_log_participant_pkey PRIMARY KEY (uuid),
    CONSTRAINT call_logd_call_log_participant_call_log_id_fkey FOREIGN KEY (call_log_id)
        REFERENCES call_logd_call_log (id) ON DELETE CASCADE
);
CREATE INDEX call_logd_call_log_participant__idx__call_log_id ON call_logd_call_log_participant (call_log_id);
CREATE INDEX call_logd_call_log_participant__idx__user_uuid ON call_logd_call_log_participant (user_uuid);

CREATE TABLE call_logd_recording (
    uuid uuid NOT NULL DEFAULT uuid_generate_v4(),
    start_time timestamptz NOT NULL,
    end_time timestamptz NOT NULL,
    path text,
    call_log_id integer NOT NULL,
    CONSTRAINT call_logd_recording_pkey PRIMARY KEY (uuid),
    CONSTRAINT call_logd_recording_call_log_id_fkey FOREIGN KEY (call_log_id)
        REFERENCES call_logd_call_log (id) ON DELETE CASCADE
);
CREATE INDEX call_logd_recording__idx__call_log_id ON call_logd_recording (call_log_id);

CREATE TABLE call_logd_export (
    uuid uuid NOT NULL DEFAULT uuid_generate_v4(),
    tenant_uuid uuid NOT NULL,
    user_uuid uuid NOT NULL,
    requested_at timestamptz NOT NULL,
    status varchar(32) NOT NULL,
    path text,
    CONSTRAINT call_logd_export_pkey PRIMARY KEY (uuid),
    CONSTRAINT call_logd_export_status_check CHECK (
        status IN ('pending', 'processing', 'finished', 'deleted', 'error')),
    CONSTRAINT call_logd_export_tenant_uuid_fkey FOREIGN KEY (tenant_uuid)
        REFERENCES call_logd_tenant (uuid) ON DELETE CASCADE
);
CREATE INDEX call_logd_export__idx__user_uuid ON call_logd_export (user_uuid);

CREATE TABLE call_logd_retention (
    tenant_uuid uuid NOT NULL,
    cdr_days integer,
    recording_days integer,
    export_days integer,
    CONSTRAINT call_logd_retention_pkey PRIMARY KEY (tenant_uuid),
    CONSTRAINT call_logd_retention_tenant_uuid_fkey FOREIGN KEY (tenant_uuid)
        REFERENCES call_logd_tenant (uuid) ON DELETE CASCADE
);

CREATE TABLE call_logd_config (
    id serial NOT NULL,
    retention_cdr_days integer,
    retention_cdr_days_from_file boolean NOT NULL,
    retention_recording_days integer,
    retention_recording_days_from_file boolean NOT NULL,
    retention_export_days integer,
    retention_export_days_from_file boolean NOT NULL,
    CONSTRAINT call_logd_config_pkey PRIMARY KEY (id)
);

CREATE TABLE call_logd_voicemail_transcription (
    uuid uuid NOT NULL DEFAULT uuid_generate_v4(),
    message_id varchar(255) NOT NULL,
    tenant_uuid uuid NOT NULL,
    voicemail_id integer,
    transcription_text text NOT NULL,
    provider_id text,
    language varchar(8),
    duration double precision,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT call_logd_voicemail_transcription_pkey PRIMARY KEY (uuid),
    CONSTRAINT call_logd_voicemail_transcription_message_id_key UNIQUE (message_id),
    CONSTRAINT call_logd_voicemail_transcription_tenant_uuid_fkey FOREIGN KEY (tenant_uuid)
        REFERENCES call_logd_tenant (uuid) ON DELETE CASCADE
);
CREATE INDEX call_logd_voicemail_transcription__idx__tenant_uuid ON call_logd_voicemail_transcription (tenant_uuid);
CREATE INDEX call_logd_voicemail_transcription__idx__voicemail_id ON call_logd_voicemail_transcription (voicemail_id);

RESET search_path;
