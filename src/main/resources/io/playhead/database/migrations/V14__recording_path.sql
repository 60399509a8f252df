-- Whether a file is a recording's already is asked of every one that is imported. Paths may be longer than a B-tree takes.
CREATE INDEX playhead_recording__idx__path ON public.call_logd_recording USING hash (path);

-- How often a job was taken up: one that never comes to its end is given up. The version before does not count.
ALTER TABLE playhead.import_job ADD COLUMN attempts integer DEFAULT 0;
