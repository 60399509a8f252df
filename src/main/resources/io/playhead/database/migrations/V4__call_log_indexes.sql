-- What a few calls are looked for by
CREATE INDEX playhead_call_log__idx__source ON public.call_logd_call_log (tenant_uuid, source_exten);
CREATE INDEX playhead_call_log__idx__destination ON public.call_logd_call_log (tenant_uuid, destination_exten);
CREATE INDEX playhead_call_log__idx__requested_extension ON public.call_logd_call_log (tenant_uuid, requested_internal_exten);
CREATE INDEX playhead_call_log__idx__requested_context ON public.call_logd_call_log (tenant_uuid, requested_internal_context);
CREATE INDEX playhead_participant__idx__tags ON public.call_logd_call_log_participant USING gin (tags)
    WHERE tags <> '{}';
