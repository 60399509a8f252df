-- Only on a database of Playhead's own: the index of calls is kept by triggers.
--
-- The calls of a number, of a requested extension, and those with tags, each in the order of their dates: a page of them
-- is read where it lies, where before all of them were found and sorted. Where there are ten million calls this step takes
-- a minute or two.

DROP INDEX playhead.call_index_by_source, playhead.call_index_by_destination;
CREATE INDEX call_index_by_source ON playhead.call_index (tenant_uuid, source_exten, date DESC, call_id DESC);
CREATE INDEX call_index_by_destination ON playhead.call_index (tenant_uuid, destination_exten, date DESC, call_id DESC);
CREATE INDEX call_index_of_tagged ON playhead.call_index (tenant_uuid, date DESC, call_id DESC) WHERE tags IS NOT NULL;

DROP INDEX IF EXISTS public.playhead_call_log__idx__requested_extension;
CREATE INDEX playhead_call_log__idx__requested_by_date
    ON public.call_logd_call_log (tenant_uuid, requested_internal_exten, date DESC, id DESC);

-- as before, but for these indexes
CREATE OR REPLACE FUNCTION playhead.fill_call_index() RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    TRUNCATE playhead.call_index, playhead.call_user, playhead.call_count, playhead.user_count;
    DROP INDEX IF EXISTS playhead.call_index_by_id, playhead.call_index_by_date, playhead.call_index_by_direction,
      playhead.call_index_by_status, playhead.call_index_by_recorded, playhead.call_index_by_change,
      playhead.call_index_by_text, playhead.call_index_by_source, playhead.call_index_by_destination,
      playhead.call_index_by_tag, playhead.call_index_of_tagged, playhead.call_user_by_call, playhead.call_user_by_date,
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
    CREATE INDEX call_index_by_source ON playhead.call_index (tenant_uuid, source_exten, date DESC, call_id DESC);
    CREATE INDEX call_index_by_destination ON playhead.call_index (tenant_uuid, destination_exten, date DESC, call_id DESC);
    CREATE INDEX call_index_by_tag ON playhead.call_index USING gin (tags) WHERE tags IS NOT NULL;
    CREATE INDEX call_index_of_tagged ON playhead.call_index (tenant_uuid, date DESC, call_id DESC)
      WHERE tags IS NOT NULL;
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
