{{/* What cannot be left out, each with a sentence that says what to do */}}
{{- define "playhead.checked" -}}
{{- $_ := required "database.url must be set: postgresql://host[:port]/database" .Values.database.url }}
{{- $_ := required "database.existingSecret must name a Secret that holds the database's password" .Values.database.existingSecret }}
{{- $_ := required "access.existingSecret must name a Secret that holds the key of tickets (at least 32 characters): there is no default" .Values.access.existingSecret }}
{{- if eq .Values.access.authority "static" }}
{{- $_ := required "access.static.existingSecret must name a Secret that holds the static authority's file" .Values.access.static.existingSecret }}
{{- end }}
{{- $recordings := .Values.recordings }}
{{- $places := list $recordings.existingClaim $recordings.newClaim.size $recordings.hostPath | compact }}
{{- if ne (len $places) 1 }}
{{- fail "exactly one of recordings.existingClaim, recordings.newClaim.size and recordings.hostPath must be set" }}
{{- end }}
{{- if and (include "playhead.oneNode" .) (include "playhead.several" .) }}
{{- fail "recordings.newClaim.accessModes must have ReadWriteMany where more than one replica may run" }}
{{- end }}
{{- $scaling := .Values.autoscaling }}
{{- if $scaling.enabled }}
{{- if gt (int $scaling.minReplicas) (int $scaling.maxReplicas) }}
{{- fail "autoscaling.minReplicas must not be more than autoscaling.maxReplicas" }}
{{- end }}
{{- if not (or $scaling.cpuPercent $scaling.memoryPercent $scaling.metrics) }}
{{- fail "autoscaling needs something to go by: cpuPercent, memoryPercent or metrics" }}
{{- end }}
{{- $requests := .Values.resources.requests | default dict }}
{{- range $resource := list "cpu" "memory" }}
{{- $percent := printf "%sPercent" $resource }}
{{- if and (get $scaling $percent) (not (get $requests $resource)) }}
{{- fail (printf "autoscaling.%s is a part of resources.requests.%s, which must be set" $percent $resource) }}
{{- end }}
{{- end }}
{{- end }}
{{- $budget := .Values.podDisruptionBudget }}
{{- if not (or (kindIs "invalid" $budget.minAvailable) (kindIs "invalid" $budget.maxUnavailable)) }}
{{- fail "only one of podDisruptionBudget.minAvailable and .maxUnavailable may be set" }}
{{- end }}
{{- $route := .Values.httpRoute }}
{{- if $route.enabled }}
{{- if not $route.parentRefs }}
{{- fail "httpRoute.parentRefs must name a Gateway" }}
{{- end }}
{{- $whole := include "playhead.milliseconds" $route.timeouts.request | int64 }}
{{- $backend := include "playhead.milliseconds" $route.timeouts.backendRequest | int64 }}
{{- if and (gt $whole 0) (gt $backend $whole) }}
{{- fail "httpRoute.timeouts.backendRequest must not be longer than httpRoute.timeouts.request" }}
{{- end }}
{{- end }}
{{- $monitor := .Values.serviceMonitor }}
{{- if $monitor.enabled }}
{{- $interval := include "playhead.milliseconds" $monitor.interval | int64 }}
{{- if gt (include "playhead.milliseconds" $monitor.scrapeTimeout | int64) $interval }}
{{- fail "serviceMonitor.scrapeTimeout must not be longer than serviceMonitor.interval" }}
{{- end }}
{{- if and .Values.networkPolicy.enabled (not .Values.networkPolicy.monitoring) }}
{{- fail "networkPolicy.monitoring must let Prometheus in where serviceMonitor is enabled" }}
{{- end }}
{{- end }}
{{- if le (int .Values.shutdown.limitSeconds) (int .Values.shutdown.delaySeconds) }}
{{- fail "shutdown.limitSeconds must be longer than shutdown.delaySeconds" }}
{{- end }}
{{- $lifecycle := (.Values.config.spring | default dict).lifecycle | default dict }}
{{- if or (hasKey $lifecycle "timeout-per-shutdown-phase") (hasKey $lifecycle "timeoutPerShutdownPhase") }}
{{- fail "config.spring.lifecycle.timeout-per-shutdown-phase would be unknown to Kubernetes: use shutdown.limitSeconds" }}
{{- end }}
{{- $given := .Values.config.playhead | default dict }}
{{- if hasKey ($given.database | default dict) "password" }}
{{- fail "config.playhead.database.password would be public: use database.existingSecret" }}
{{- end }}
{{- if hasKey ($given.access | default dict) "secret" }}
{{- fail "config.playhead.access.secret would be public: use access.existingSecret" }}
{{- end }}
{{- end }}
