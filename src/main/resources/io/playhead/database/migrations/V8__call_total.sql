-- Only on a database of Playhead's own: the sums of calls are kept by triggers.
--
-- How many calls of each kind a tenant has, whatever the day. Counting all of a tenant's days cost as much as reading a
-- page of its calls. It is the sum of playhead.call_count whoever writes there, joining its rows among it: what is added
-- to that is added here, what is taken away is taken away. No row of it is ever updated.

CREATE TABLE playhead.call_total (
    tenant_uuid uuid NOT NULL,
    direction text,
    status smallint NOT NULL,
    recorded boolean NOT NULL,
    joined boolean NOT NULL DEFAULT false,
    calls bigint NOT NULL
);
COMMENT ON TABLE playhead.call_total IS 'playhead.call_count without its days, in as many rows as it happens';

CREATE FUNCTION playhead.total_calls() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    sign integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    INSERT INTO playhead.call_total (tenant_uuid, direction, status, recorded, calls)
      SELECT tenant_uuid, direction, status, recorded, sign * sum(calls) FROM touched GROUP BY 1, 2, 3, 4;
    RETURN NULL;
END $$;

CREATE FUNCTION playhead.totals_truncated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    TRUNCATE playhead.call_total;
    RETURN NULL;
END $$;

-- the triggers first: they wait for whoever is writing, and what is committed then is counted
CREATE TRIGGER playhead_added AFTER INSERT ON playhead.call_count
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION playhead.total_calls();
CREATE TRIGGER playhead_removed AFTER DELETE ON playhead.call_count
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION playhead.total_calls();
CREATE TRIGGER playhead_truncated AFTER TRUNCATE ON playhead.call_count
    FOR EACH STATEMENT EXECUTE FUNCTION playhead.totals_truncated();

INSERT INTO playhead.call_total (tenant_uuid, direction, status, recorded, joined, calls)
  SELECT tenant_uuid, direction, status, recorded, true, sum(calls) FROM playhead.call_count GROUP BY 1, 2, 3, 4;

CREATE INDEX call_total_by_tenant ON playhead.call_total (tenant_uuid) INCLUDE (direction, status, recorded, calls);
CREATE INDEX call_total_apart ON playhead.call_total (tenant_uuid) WHERE NOT joined;
