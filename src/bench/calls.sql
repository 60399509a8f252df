-- Ten million calls (or as many as ${calls} says) of one tenant, a few hundred small tenants beside it, over three years.
-- Nobody is like another: a few users have most of the calls, a few numbers call most often. 30 % are recorded, each has
-- two participants, one in twenty of which has a tag.
SELECT setseed(0.42);
SET synchronous_commit = off;
SET maintenance_work_mem = '1GB';

INSERT INTO call_logd_tenant SELECT '${tenant}' ON CONFLICT DO NOTHING;
INSERT INTO call_logd_tenant SELECT ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid
  FROM generate_series(1, 300) n ON CONFLICT DO NOTHING;

CREATE TEMP TABLE first_name AS SELECT n, name FROM unnest(array['Anna', 'Ben', 'Clara', 'David', 'Élise', 'Farid',
  'Greta', 'Hugo', 'Ines', 'Jonas', 'Karla', 'Léo', 'Marta', 'Nils', 'Olga', 'Paul', 'Quirin', 'Rosa', 'Sven', 'Tina'])
  WITH ORDINALITY AS f (name, n);
CREATE TEMP TABLE person AS SELECT n, (SELECT name FROM first_name f WHERE f.n = 1 + p.n % 20) || ' ' ||
    initcap(translate(substr(md5(p.n::text), 1, 7), '0123456789', 'aeiourstln')) AS name
  FROM generate_series(0, 99999) AS p (n);
CREATE UNIQUE INDEX ON person (n);
ANALYZE person;

-- what is decided once for each call
CREATE UNLOGGED TABLE bench_call AS
SELECT n,
  CASE WHEN n % 20 = 7 THEN ('00000000-0000-4000-9000-' || lpad((1 + floor(300 * random() ^ 2))::int::text, 12, '0'))::uuid
    ELSE '${tenant}'::uuid END AS tenant,
  '2023-01-01 00:00:00+00'::timestamptz + interval '3 years' * (n::float8 / ${calls})
    + interval '1 hour' * random() * 10 AS date,
  random() AS kind, random() AS outcome, random() AS length, random() AS recorded, random() AS tagged,
  floor(2000 * random() ^ 3)::int AS one, floor(2000 * random() ^ 2)::int AS other,
  floor(100000 * random() ^ 3)::int AS outside
FROM generate_series(1, ${calls} + ${calls} / 19) n;

INSERT INTO call_logd_call_log (date, date_answer, date_end, tenant_uuid, source_name, source_exten,
  source_internal_exten, source_internal_context, requested_name, requested_exten, requested_context,
  requested_internal_exten, requested_internal_context, destination_name, destination_exten,
  destination_internal_exten, destination_internal_context, direction, conversation_id, blocked, reached_voicemail)
SELECT date,
  CASE WHEN outcome < 0.75 THEN date + interval '1 second' * (2 + length * 20) END,
  date + interval '1 second' * (22 + length * length * 900), tenant,
  CASE WHEN kind < 0.45 THEN caller.name ELSE 'User ' || one END,
  CASE WHEN kind < 0.45 THEN '+49' || (300000000 + outside * 7919) ELSE (1000 + one)::text END,
  CASE WHEN kind >= 0.45 THEN (1000 + one)::text END, CASE WHEN kind >= 0.45 THEN 'inside' END,
  CASE WHEN kind < 0.8 THEN 'User ' || other ELSE caller.name END,
  CASE WHEN kind < 0.8 THEN (1000 + other)::text ELSE '+49' || (300000000 + outside * 7919) END, 'inside',
  CASE WHEN kind < 0.8 THEN (1000 + other)::text END, CASE WHEN kind < 0.8 THEN 'context-' || floor(20 * random() ^ 4) END,
  CASE WHEN kind < 0.8 THEN 'User ' || other ELSE caller.name END,
  CASE WHEN kind < 0.8 THEN (1000 + other)::text ELSE '+49' || (300000000 + outside * 7919) END,
  CASE WHEN kind < 0.8 THEN (1000 + other)::text END, CASE WHEN kind < 0.8 THEN 'inside' END,
  CASE WHEN kind < 0.45 THEN 'inbound' WHEN kind < 0.8 THEN 'internal' ELSE 'outbound' END,
  floor(extract(epoch FROM date)) || '.' || b.n, outcome > 0.99, outcome BETWEEN 0.75 AND 0.8
FROM bench_call b JOIN person caller ON caller.n = outside ORDER BY b.n;

CREATE UNLOGGED TABLE bench_id AS
  SELECT id, split_part(conversation_id, '.', 2)::bigint AS n FROM call_logd_call_log
  WHERE tenant_uuid = '${tenant}' OR tenant_uuid::text LIKE '00000000-0000-4000-9000-%';

INSERT INTO call_logd_call_log_participant (call_log_id, user_uuid, line_id, role, tags, answered, requested)
SELECT id, ('00000000-0000-4000-a000-' || lpad(one::text, 12, '0'))::uuid, one,
  (CASE WHEN kind < 0.45 THEN 'destination' ELSE 'source' END)::call_logd_call_log_participant_role,
  CASE WHEN tagged < 0.05 THEN array['tag-' || floor(200 * (tagged * 20) ^ 4)] ELSE '{}' END, false, false
FROM bench_call JOIN bench_id USING (n);
INSERT INTO call_logd_call_log_participant (call_log_id, user_uuid, line_id, role, tags, answered, requested)
SELECT id, ('00000000-0000-4000-a000-' || lpad(other::text, 12, '0'))::uuid, other, 'destination',
  '{}', outcome < 0.75, true
FROM bench_call JOIN bench_id USING (n);

INSERT INTO call_logd_call_log_destination (call_log_id, destination_details_key, destination_details_value)
SELECT id, key, CASE key WHEN 'type' THEN 'user' WHEN 'user_name' THEN 'User ' || other
  ELSE '00000000-0000-4000-a000-' || lpad(other::text, 12, '0') END
FROM bench_call JOIN bench_id USING (n), unnest(array['type', 'user_uuid', 'user_name']) key WHERE kind < 0.4;

INSERT INTO call_logd_recording (start_time, end_time, path, call_log_id)
SELECT date + interval '5 seconds', date + interval '30 seconds',
  '/var/lib/wazo/sounds/tenants/${tenant}/monitor/' || n || '.wav', id
FROM bench_call JOIN bench_id USING (n) WHERE recorded < 0.3;

DROP TABLE bench_call, bench_id;
