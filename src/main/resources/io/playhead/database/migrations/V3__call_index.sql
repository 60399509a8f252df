-- Only on a database of Playhead's own: these are triggers on call-logd's tables.
--
-- What lists of calls need to stay fast however many calls there are: the columns that they are chosen by, narrow and in
-- their order, and how many there are of each kind. Kept by triggers, whoever writes to call-logd's tables. Nothing of it
-- is a source: playhead.fill_call_index() makes all of it again.

CREATE TABLE playhead.call_index (
    call_id integer NOT NULL,
    status smallint NOT NULL,
    recorded boolean NOT NULL,
    date timestamptz NOT NULL,
    changed xid8 NOT NULL DEFAULT pg_current_xact_id(),
    tenant_uuid uuid NOT NULL,
    direction text
);
COMMENT ON COLUMN playhead.call_index.changed IS 'the last transaction that wrote of the call, wherever';
COMMENT ON TABLE playhead.call_index IS 'a row for each of call_logd_call_log';
COMMENT ON COLUMN playhead.call_index.status IS '1 unknown, 2 blocked, 3 voicemail, 4 answered';

CREATE TABLE playhead.call_user (
    call_id integer NOT NULL,
    status smallint NOT NULL,
    terminal boolean NOT NULL,
    recorded boolean NOT NULL,
    date timestamptz NOT NULL,
    user_uuid uuid NOT NULL,
    tenant_uuid uuid NOT NULL,
    direction text
);
COMMENT ON TABLE playhead.call_user IS 'a row for each user who takes part in a call';
COMMENT ON COLUMN playhead.call_user.terminal IS 'who called, or the one of those called whom the call shows';

-- Sums, in as many rows as it happens: whoever writes adds rows, so that nobody waits for another's; the sum is right at
-- every moment, and rows of one kind are joined later.
CREATE TABLE playhead.call_count (
    tenant_uuid uuid NOT NULL,
    day date NOT NULL,
    direction text,
    status smallint NOT NULL,
    recorded boolean NOT NULL,
    joined boolean NOT NULL DEFAULT false,
    calls bigint NOT NULL
);
COMMENT ON COLUMN playhead.call_count.day IS 'in UTC';

CREATE TABLE playhead.user_count (
    user_uuid uuid NOT NULL,
    tenant_uuid uuid NOT NULL,
    day date NOT NULL,
    joined boolean NOT NULL DEFAULT false,
    calls bigint NOT NULL,
    unblocked bigint NOT NULL,
    terminal bigint NOT NULL
);
COMMENT ON COLUMN playhead.user_count.terminal IS 'of the unblocked ones';

CREATE FUNCTION playhead.status_of(blocked boolean, date_answer timestamptz, reached_voicemail boolean)
    RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CAST(CASE WHEN blocked THEN 2 WHEN date_answer IS NOT NULL THEN 4
     WHEN reached_voicemail THEN 3 ELSE 1 END AS smallint) $$;

-- Each user of a call once.
CREATE VIEW playhead.users_of_calls AS
    SELECT i.call_id, i.status, i.recorded, i.date, p.user_uuid, i.tenant_uuid, i.direction,
      bool_or(p.role = 'source' OR NOT EXISTS (
        SELECT FROM public.call_logd_call_log_participant o
        WHERE o.call_log_id = p.call_log_id AND o.role = 'destination'
          AND (o.answered, o.user_uuid) > (p.answered, p.user_uuid))) AS terminal
    FROM playhead.call_index i JOIN public.call_logd_call_log_participant p ON p.call_log_id = i.call_id
    GROUP BY i.call_id, i.status, i.recorded, i.date, p.user_uuid, i.tenant_uuid, i.direction;

-- Once in a transaction, however much that writes.
CREATE FUNCTION playhead.touch_calls(calls integer[]) RETURNS void LANGUAGE sql SET search_path = pg_catalog, pg_temp AS
$$ UPDATE playhead.call_index SET changed = pg_current_xact_id()
     WHERE call_id = ANY (calls) AND changed <> pg_current_xact_id() $$;

-- Calls ---------------------------------------------------------------------------------------------------------------

CREATE FUNCTION playhead.calls_inserted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO playhead.call_index (call_id, status, recorded, date, tenant_uuid, direction)
      SELECT id, playhead.status_of(blocked, date_answer, reached_voicemail), false, date, tenant_uuid, direction
      FROM added;
    RETURN NULL;
END $$;

CREATE FUNCTION playhead.calls_updated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moved integer[];
BEGIN
    WITH changed AS (
      UPDATE playhead.call_index i
        SET status = playhead.status_of(n.blocked, n.date_answer, n.reached_voicemail), date = n.date,
            tenant_uuid = n.tenant_uuid, direction = n.direction
        FROM added n WHERE n.id = i.call_id
          AND (i.status, i.date, i.tenant_uuid, i.direction) IS DISTINCT FROM
            (playhead.status_of(n.blocked, n.date_answer, n.reached_voicemail), n.date, n.tenant_uuid,
             CAST(n.direction AS text))
        RETURNING i.call_id)
    SELECT array_agg(call_id) FROM changed INTO moved;
    PERFORM playhead.index_users(moved);
    PERFORM playhead.touch_calls(ARRAY(SELECT id FROM added));
    RETURN NULL;
END $$;

CREATE FUNCTION playhead.calls_deleted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM playhead.call_user u USING removed o WHERE u.call_id = o.id;
    DELETE FROM playhead.call_index i USING removed o WHERE i.call_id = o.id;
    RETURN NULL;
END $$;

CREATE FUNCTION playhead.calls_truncated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    TRUNCATE playhead.call_index, playhead.call_user, playhead.call_count, playhead.user_count;
    RETURN NULL;
END $$;

-- Recordings ----------------------------------------------------------------------------------------------------------

CREATE FUNCTION playhead.index_recorded(calls integer[]) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changed integer[];
BEGIN
    WITH now_recorded AS (
      SELECT i.call_id, EXISTS (SELECT FROM public.call_logd_recording r WHERE r.call_log_id = i.call_id) AS recorded
      FROM playhead.call_index i WHERE i.call_id = ANY (calls)),
    other AS (
      UPDATE playhead.call_index i SET recorded = n.recorded FROM now_recorded n
      WHERE n.call_id = i.call_id AND n.recorded <> i.recorded RETURNING i.call_id)
    SELECT array_agg(call_id) FROM other INTO changed;
    UPDATE playhead.call_user SET recorded = NOT recorded WHERE call_id = ANY (changed);
END $$;

CREATE FUNCTION playhead.recordings_touched() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM playhead.index_recorded(ARRAY(SELECT DISTINCT call_log_id FROM touched));
    PERFORM playhead.touch_calls(ARRAY(SELECT DISTINCT call_log_id FROM touched));
    RETURN NULL;
END $$;

-- most updates take the media away and leave the recording where it is
CREATE FUNCTION playhead.recordings_updated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM playhead.index_recorded(ARRAY(
      SELECT o.call_log_id FROM removed o LEFT JOIN added n USING (uuid, call_log_id) WHERE n.uuid IS NULL
      UNION SELECT n.call_log_id FROM added n LEFT JOIN removed o USING (uuid, call_log_id) WHERE o.uuid IS NULL));
    PERFORM playhead.touch_calls(ARRAY(SELECT call_log_id FROM removed UNION SELECT call_log_id FROM added));
    RETURN NULL;
END $$;

CREATE FUNCTION playhead.recordings_truncated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE playhead.call_index SET recorded = false WHERE recorded;
    UPDATE playhead.call_user SET recorded = false WHERE recorded;
    RETURN NULL;
END $$;

-- Participants --------------------------------------------------------------------------------------------------------

CREATE FUNCTION playhead.index_users(calls integer[]) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF calls IS NOT NULL THEN
        DELETE FROM playhead.call_user WHERE call_id = ANY (calls);
        INSERT INTO playhead.call_user (call_id, status, terminal, recorded, date, user_uuid, tenant_uuid, direction)
          SELECT call_id, status, terminal, recorded, date, user_uuid, tenant_uuid, direction
          FROM playhead.users_of_calls WHERE call_id = ANY (calls);
        PERFORM playhead.touch_calls(calls);
    END IF;
END $$;

CREATE FUNCTION playhead.participants_touched() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM playhead.index_users(ARRAY(SELECT DISTINCT call_log_id FROM touched WHERE call_log_id IS NOT NULL));
    RETURN NULL;
END $$;

CREATE FUNCTION playhead.participants_updated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM playhead.index_users(ARRAY(
      SELECT call_log_id FROM added WHERE call_log_id IS NOT NULL
      UNION SELECT call_log_id FROM removed WHERE call_log_id IS NOT NULL));
    RETURN NULL;
END $$;

CREATE FUNCTION playhead.participants_truncated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    TRUNCATE playhead.call_user, playhead.user_count;
    RETURN NULL;
END $$;

-- Details of destinations ----------------------------------------------------------------------------------------------

CREATE FUNCTION playhead.details_touched() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM playhead.touch_calls(ARRAY(SELECT DISTINCT call_log_id FROM touched));
    RETURN NULL;
END $$;

-- Counts --------------------------------------------------------------------------------------------------------------

CREATE FUNCTION playhead.count_calls() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    sign integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    INSERT INTO playhead.call_count (tenant_uuid, day, direction, status, recorded, calls)
      SELECT tenant_uuid, CAST(date AT TIME ZONE 'UTC' AS date), direction, status, recorded, sign * count(*)
      FROM touched GROUP BY 1, 2, 3, 4, 5;
    RETURN NULL;
END $$;

CREATE FUNCTION playhead.count_calls_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO playhead.call_count (tenant_uuid, day, direction, status, recorded, calls)
      SELECT tenant_uuid, CAST(date AT TIME ZONE 'UTC' AS date), direction, status, recorded, sum(one)
      FROM (SELECT *, 1 AS one FROM added UNION ALL SELECT *, -1 FROM removed) both_ways
      GROUP BY 1, 2, 3, 4, 5 HAVING sum(one) <> 0;
    RETURN NULL;
END $$;

CREATE FUNCTION playhead.count_users() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    sign integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    INSERT INTO playhead.user_count (user_uuid, tenant_uuid, day, calls, unblocked, terminal)
      SELECT user_uuid, tenant_uuid, CAST(date AT TIME ZONE 'UTC' AS date), sign * count(*),
        sign * count(*) FILTER (WHERE status <> 2), sign * count(*) FILTER (WHERE status <> 2 AND terminal)
      FROM touched GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;

-- All of it anew ------------------------------------------------------------------------------------------------------

CREATE FUNCTION playhead.fill_call_index() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    TRUNCATE playhead.call_index, playhead.call_user, playhead.call_count, playhead.user_count;
    DROP INDEX IF EXISTS playhead.call_index_by_id, playhead.call_index_by_date, playhead.call_index_by_direction,
      playhead.call_index_by_status, playhead.call_index_by_recorded, playhead.call_index_by_change, playhead.call_user_by_call,
      playhead.call_user_by_date, playhead.call_count_by_tenant, playhead.call_count_apart,
      playhead.user_count_by_user, playhead.user_count_apart;

    INSERT INTO playhead.call_index (call_id, status, recorded, date, tenant_uuid, direction)
      SELECT c.id, playhead.status_of(c.blocked, c.date_answer, c.reached_voicemail), r.call_log_id IS NOT NULL,
        c.date, c.tenant_uuid, c.direction
      FROM public.call_logd_call_log c
      LEFT JOIN (SELECT DISTINCT call_log_id FROM public.call_logd_recording) r ON r.call_log_id = c.id;
    CREATE UNIQUE INDEX call_index_by_id ON playhead.call_index (call_id);
    INSERT INTO playhead.call_user (call_id, status, terminal, recorded, date, user_uuid, tenant_uuid, direction)
      SELECT call_id, status, terminal, recorded, date, user_uuid, tenant_uuid, direction FROM playhead.users_of_calls;
    -- without what the triggers have counted meanwhile
    TRUNCATE playhead.call_count, playhead.user_count;
    INSERT INTO playhead.call_count (tenant_uuid, day, direction, status, recorded, joined, calls)
      SELECT tenant_uuid, CAST(date AT TIME ZONE 'UTC' AS date), direction, status, recorded, true, count(*)
      FROM playhead.call_index GROUP BY 1, 2, 3, 4, 5;
    INSERT INTO playhead.user_count (user_uuid, tenant_uuid, day, joined, calls, unblocked, terminal)
      SELECT user_uuid, tenant_uuid, CAST(date AT TIME ZONE 'UTC' AS date), true, count(*),
        count(*) FILTER (WHERE status <> 2), count(*) FILTER (WHERE status <> 2 AND terminal)
      FROM playhead.call_user GROUP BY 1, 2, 3;

    CREATE INDEX call_index_by_date ON playhead.call_index (tenant_uuid, date DESC, call_id DESC)
      INCLUDE (status, recorded, direction);
    CREATE INDEX call_index_by_direction ON playhead.call_index (tenant_uuid, direction, date DESC, call_id DESC);
    CREATE INDEX call_index_by_status ON playhead.call_index (tenant_uuid, status, date DESC, call_id DESC);
    CREATE INDEX call_index_by_recorded ON playhead.call_index (tenant_uuid, recorded, date DESC, call_id DESC);
    CREATE INDEX call_index_by_change ON playhead.call_index (tenant_uuid, changed, call_id);
    CREATE INDEX call_user_by_call ON playhead.call_user (call_id);
    CREATE UNIQUE INDEX call_user_by_date ON playhead.call_user (user_uuid, date DESC, call_id DESC)
      INCLUDE (tenant_uuid, status, terminal, recorded, direction);
    CREATE INDEX call_count_by_tenant ON playhead.call_count (tenant_uuid, day);
    CREATE INDEX call_count_apart ON playhead.call_count (tenant_uuid, day) WHERE NOT joined;
    CREATE INDEX user_count_by_user ON playhead.user_count (user_uuid, tenant_uuid, day);
    CREATE INDEX user_count_apart ON playhead.user_count (user_uuid, tenant_uuid, day) WHERE NOT joined;
END $$;

SELECT playhead.fill_call_index();

-- The triggers, now that what was there has been counted --------------------------------------------------------------

CREATE TRIGGER playhead_inserted AFTER INSERT ON public.call_logd_call_log
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION playhead.calls_inserted();
CREATE TRIGGER playhead_updated AFTER UPDATE ON public.call_logd_call_log
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION playhead.calls_updated();
CREATE TRIGGER playhead_deleted AFTER DELETE ON public.call_logd_call_log
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION playhead.calls_deleted();
CREATE TRIGGER playhead_truncated AFTER TRUNCATE ON public.call_logd_call_log
    FOR EACH STATEMENT EXECUTE FUNCTION playhead.calls_truncated();

CREATE TRIGGER playhead_inserted AFTER INSERT ON public.call_logd_recording
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION playhead.recordings_touched();
CREATE TRIGGER playhead_updated AFTER UPDATE ON public.call_logd_recording
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION playhead.recordings_updated();
CREATE TRIGGER playhead_deleted AFTER DELETE ON public.call_logd_recording
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION playhead.recordings_touched();
CREATE TRIGGER playhead_truncated AFTER TRUNCATE ON public.call_logd_recording
    FOR EACH STATEMENT EXECUTE FUNCTION playhead.recordings_truncated();

CREATE TRIGGER playhead_inserted AFTER INSERT ON public.call_logd_call_log_participant
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION playhead.participants_touched();
CREATE TRIGGER playhead_updated AFTER UPDATE ON public.call_logd_call_log_participant
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION playhead.participants_updated();
CREATE TRIGGER playhead_deleted AFTER DELETE ON public.call_logd_call_log_participant
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION playhead.participants_touched();
CREATE TRIGGER playhead_truncated AFTER TRUNCATE ON public.call_logd_call_log_participant
    FOR EACH STATEMENT EXECUTE FUNCTION playhead.participants_truncated();

CREATE TRIGGER playhead_inserted AFTER INSERT ON public.call_logd_call_log_destination
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION playhead.details_touched();
CREATE TRIGGER playhead_updated AFTER UPDATE ON public.call_logd_call_log_destination
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION playhead.details_touched();
CREATE TRIGGER playhead_deleted AFTER DELETE ON public.call_logd_call_log_destination
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION playhead.details_touched();

CREATE TRIGGER playhead_added AFTER INSERT ON playhead.call_index
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION playhead.count_calls();
CREATE TRIGGER playhead_removed AFTER DELETE ON playhead.call_index
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION playhead.count_calls();
CREATE TRIGGER playhead_changed AFTER UPDATE ON playhead.call_index
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION playhead.count_calls_changed();

CREATE TRIGGER playhead_added AFTER INSERT ON playhead.call_user
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION playhead.count_users();
CREATE TRIGGER playhead_removed AFTER DELETE ON playhead.call_user
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION playhead.count_users();

-- Any part of a name or a number
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE INDEX playhead_call_log__idx__text ON public.call_logd_call_log USING gin (
    source_name public.gin_trgm_ops, source_exten public.gin_trgm_ops,
    destination_name public.gin_trgm_ops, destination_exten public.gin_trgm_ops);
