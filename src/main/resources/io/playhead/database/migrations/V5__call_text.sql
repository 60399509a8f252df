-- Only on a database of Playhead's own: the index of calls is kept by triggers.
--
-- What calls are searched by, in the index of calls: names and numbers, folded and in one place, and tags. There one
-- narrow table answers text, number and tag with whatever else is asked for, and one scan of it counts them. Where there
-- are ten million calls this step takes some minutes.

-- Each of a call's names and numbers after the character 31, in lower case; null without any.
CREATE FUNCTION playhead.text_of(VARIADIC parts text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN num_nulls(VARIADIC parts) < array_length(parts, 1)
     THEN lower(chr(31) || array_to_string(parts, chr(31))) END $$;

ALTER TABLE playhead.call_index
    ADD COLUMN source_exten text,
    ADD COLUMN destination_exten text,
    ADD COLUMN text text,
    ADD COLUMN tags text[];
COMMENT ON COLUMN playhead.call_index.text IS 'names and numbers of both sides, in lower case, each after the character 31';
COMMENT ON COLUMN playhead.call_index.tags IS 'of all participants; null where there are none';
ALTER TABLE playhead.call_index ALTER COLUMN text SET STATISTICS 1000;

CREATE VIEW playhead.tags_of_calls AS
    SELECT p.call_log_id AS call_id, array_agg(DISTINCT CAST(tag AS text)) AS tags
    FROM public.call_logd_call_log_participant p, unnest(p.tags) AS tag
    WHERE p.tags <> '{}' GROUP BY p.call_log_id;

CREATE OR REPLACE FUNCTION playhead.calls_inserted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO playhead.call_index (call_id, status, recorded, date, tenant_uuid, direction, source_exten,
        destination_exten, text)
      SELECT id, playhead.status_of(blocked, date_answer, reached_voicemail), false, date, tenant_uuid, direction,
        source_exten, destination_exten,
        playhead.text_of(source_name, source_exten, destination_name, destination_exten)
      FROM added;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION playhead.calls_updated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moved integer[];
BEGIN
    WITH now AS (
      SELECT id, playhead.status_of(blocked, date_answer, reached_voicemail) AS status, date, tenant_uuid,
        CAST(direction AS text), CAST(source_exten AS text), CAST(destination_exten AS text),
        playhead.text_of(source_name, source_exten, destination_name, destination_exten) AS text
      FROM added),
    changed AS (
      UPDATE playhead.call_index i
        SET status = n.status, date = n.date, tenant_uuid = n.tenant_uuid, direction = n.direction,
            source_exten = n.source_exten, destination_exten = n.destination_exten, text = n.text
        FROM now n WHERE n.id = i.call_id
          AND (i.status, i.date, i.tenant_uuid, i.direction, i.source_exten, i.destination_exten, i.text)
            IS DISTINCT FROM (n.status, n.date, n.tenant_uuid, n.direction, n.source_exten, n.destination_exten, n.text)
        RETURNING i.call_id)
    SELECT array_agg(call_id) FROM changed INTO moved;
    PERFORM playhead.index_users(moved);
    PERFORM playhead.touch_calls(ARRAY(SELECT id FROM added));
    RETURN NULL;
END $$;

-- as before, and the tags that they have
CREATE OR REPLACE FUNCTION playhead.index_users(calls integer[]) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF calls IS NOT NULL THEN
        DELETE FROM playhead.call_user WHERE call_id = ANY (calls);
        INSERT INTO playhead.call_user (call_id, status, terminal, recorded, date, user_uuid, tenant_uuid, direction)
          SELECT call_id, status, terminal, recorded, date, user_uuid, tenant_uuid, direction
          FROM playhead.users_of_calls WHERE call_id = ANY (calls);
        UPDATE playhead.call_index i SET tags = t.tags
          FROM unnest(calls) AS c (id) LEFT JOIN playhead.tags_of_calls t ON t.call_id = c.id
          WHERE i.call_id = c.id AND i.tags IS DISTINCT FROM t.tags;
        PERFORM playhead.touch_calls(calls);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION playhead.participants_truncated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    TRUNCATE playhead.call_user, playhead.user_count;
    UPDATE playhead.call_index SET tags = NULL WHERE tags IS NOT NULL;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION playhead.fill_call_index() RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    TRUNCATE playhead.call_index, playhead.call_user, playhead.call_count, playhead.user_count;
    DROP INDEX IF EXISTS playhead.call_index_by_id, playhead.call_index_by_date, playhead.call_index_by_direction,
      playhead.call_index_by_status, playhead.call_index_by_recorded, playhead.call_index_by_change,
      playhead.call_index_by_text, playhead.call_index_by_source, playhead.call_index_by_destination,
      playhead.call_index_by_tag, playhead.call_user_by_call, playhead.call_user_by_date,
      playhead.call_count_by_tenant, playhead.call_count_apart, playhead.user_count_by_user, playhead.user_count_apart;

    -- in the order of their dates, so that calls of one period lie together
    INSERT INTO playhead.call_index (call_id, status, recorded, date, tenant_uuid, direction, source_exten,
        destination_exten, text, tags)
      SELECT c.id, playhead.status_of(c.blocked, c.date_answer, c.reached_voicemail), r.call_log_id IS NOT NULL,
        c.date, c.tenant_uuid, c.direction, c.source_exten, c.destination_exten,
        playhead.text_of(c.source_name, c.source_exten, c.destination_name, c.destination_exten), t.tags
      FROM public.call_logd_call_log c
      LEFT JOIN (SELECT DISTINCT call_log_id FROM public.call_logd_recording) r ON r.call_log_id = c.id
      LEFT JOIN playhead.tags_of_calls t ON t.call_id = c.id
      ORDER BY c.date;
    CREATE UNIQUE INDEX call_index_by_id ON playhead.call_index (call_id);
    INSERT INTO playhead.call_user (call_id, status, terminal, recorded, date, user_uuid, tenant_uuid, direction)
      SELECT call_id, status, terminal, recorded, date, user_uuid, tenant_uuid, direction FROM playhead.users_of_calls;
    -- without what the triggers have counted meanwhile
    TRUNCATE playhead.call_count, playhead.user_count;
    INSERT INTO playhead.call_count (tenant_uuid, day, direction, status, recorded, joined, calls)
      SELECT tenant_uuid, CAST(date AT TIME ZONE 'UTC' AS date), direction, status, recorded, true, count(*)
      FROM playhead.call_index GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2;
    INSERT INTO playhead.user_count (user_uuid, tenant_uuid, day, joined, calls, unblocked, terminal)
      SELECT user_uuid, tenant_uuid, CAST(date AT TIME ZONE 'UTC' AS date), true, count(*),
        count(*) FILTER (WHERE status <> 2), count(*) FILTER (WHERE status <> 2 AND terminal)
      FROM playhead.call_user GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

    CREATE INDEX call_index_by_date ON playhead.call_index (tenant_uuid, date DESC, call_id DESC)
      INCLUDE (status, recorded, direction);
    CREATE INDEX call_index_by_direction ON playhead.call_index (tenant_uuid, direction, date DESC, call_id DESC);
    CREATE INDEX call_index_by_status ON playhead.call_index (tenant_uuid, status, date DESC, call_id DESC);
    CREATE INDEX call_index_by_recorded ON playhead.call_index (tenant_uuid, recorded, date DESC, call_id DESC);
    CREATE INDEX call_index_by_change ON playhead.call_index (tenant_uuid, changed, call_id);
    CREATE INDEX call_index_by_text ON playhead.call_index USING gin (text public.gin_trgm_ops);
    CREATE INDEX call_index_by_source ON playhead.call_index (tenant_uuid, source_exten);
    CREATE INDEX call_index_by_destination ON playhead.call_index (tenant_uuid, destination_exten);
    CREATE INDEX call_index_by_tag ON playhead.call_index USING gin (tags) WHERE tags IS NOT NULL;
    CREATE INDEX call_user_by_call ON playhead.call_user (call_id);
    CREATE UNIQUE INDEX call_user_by_date ON playhead.call_user (user_uuid, date DESC, call_id DESC)
      INCLUDE (tenant_uuid, status, terminal, recorded, direction);
    CREATE INDEX call_count_by_tenant ON playhead.call_count (tenant_uuid, day)
      INCLUDE (direction, status, recorded, calls);
    CREATE INDEX call_count_apart ON playhead.call_count (tenant_uuid, day) WHERE NOT joined;
    CREATE INDEX user_count_by_user ON playhead.user_count (user_uuid, tenant_uuid, day)
      INCLUDE (calls, unblocked, terminal);
    CREATE INDEX user_count_apart ON playhead.user_count (user_uuid, tenant_uuid, day) WHERE NOT joined;
END $$;

SELECT playhead.fill_call_index();

-- whose work the index of calls does now
DROP INDEX IF EXISTS public.playhead_call_log__idx__text, public.playhead_call_log__idx__source,
    public.playhead_call_log__idx__destination, public.playhead_participant__idx__tags;
