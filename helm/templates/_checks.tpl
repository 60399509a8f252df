{{/* What Kubernetes or Playhead could only fail at later, each with a sentence that says what to do */}}
{{- define "playhead.checked" -}}
{{- include "playhead.checkedNames" (dict "path" "config" "given" .Values.config) }}
{{- include "playhead.checkedSecrets" . }}
{{- include "playhead.checkedRecordings" . }}
{{- include "playhead.checkedScaling" . }}
{{- include "playhead.checkedRouting" . }}
{{- include "playhead.checkedMonitoring" . }}
{{- include "playhead.checkedDrain" . }}
{{- end }}

{{- /* Spring would take a.b for b in a, past everything that is checked here; loggers have dots in their names */}}
{{- define "playhead.checkedNames" -}}
{{- $path := .path }}
{{- range $name, $value := .given }}
{{- if and (contains "." $name) (not (hasPrefix "config.logging" $path)) }}
{{- fail (printf "%s: %s must be nested, not dotted" $path $name) }}
{{- end }}
{{- if kindIs "map" $value }}
{{- include "playhead.checkedNames" (dict "path" (printf "%s.%s" $path $name) "given" $value) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "playhead.checkedSecrets" -}}
{{- $_ := required "database.url must be set: postgresql://host[:port]/database" .Values.database.url }}
{{- $_ := required "database.existingSecret must name a Secret that holds the database's password" .Values.database.existingSecret }}
{{- $_ := required "access.existingSecret must name a Secret that holds the key of tickets (at least 32 characters): there is no default" .Values.access.existingSecret }}
{{- if eq .Values.access.authority "static" }}
{{- $_ := required "access.static.existingSecret must name a Secret that holds the static authority's file" .Values.access.static.existingSecret }}
{{- else if eq .Values.access.authority "wazo-auth" }}
{{- $_ := required "access.wazoAuth.existingSecret must name a Secret that holds Playhead's key for wazo-auth" .Values.access.wazoAuth.existingSecret }}
{{- end }}
{{- $given := .Values.config.playhead | default dict }}
{{- if hasKey ($given.database | default dict) "password" }}
{{- fail "config.playhead.database.password would be public: use database.existingSecret" }}
{{- end }}
{{- if hasKey ($given.access | default dict) "secret" }}
{{- fail "config.playhead.access.secret would be public: use access.existingSecret" }}
{{- end }}
{{- if hasKey ($given.access | default dict) "accepted-secret" }}
{{- fail "config.playhead.access.accepted-secret would be public: use access.acceptedSecretKey" }}
{{- end }}
{{- if hasKey (get ($given.access | default dict) "wazo-auth" | default dict) "password" }}
{{- fail "config.playhead.access.wazo-auth.password would be public: use access.wazoAuth.existingSecret" }}
{{- end }}
{{- end }}

{{- define "playhead.checkedRecordings" -}}
{{- $places := list .Values.recordings.existingClaim .Values.recordings.newClaim.size .Values.recordings.hostPath }}
{{- if ne (len (compact $places)) 1 }}
{{- fail "exactly one of recordings.existingClaim, recordings.newClaim.size and recordings.hostPath must be set" }}
{{- end }}
{{- if and (include "playhead.oneNode" .) (include "playhead.several" .) }}
{{- fail "recordings.newClaim.accessModes must have ReadWriteMany where more than one replica may run" }}
{{- end }}
{{- end }}

{{- define "playhead.checkedScaling" -}}
{{- $scaling := .Values.autoscaling }}
{{- if $scaling.enabled }}
{{- if gt (int $scaling.minReplicas) (int $scaling.maxReplicas) }}
{{- fail "autoscaling.minReplicas must not be more than autoscaling.maxReplicas" }}
{{- end }}
{{- if not (or $scaling.cpuPercent $scaling.memoryPercent $scaling.metrics) }}
{{- fail "autoscaling needs something to go by: cpuPercent, memoryPercent or metrics" }}
{{- end }}
{{- /* what is limited and not requested is requested up to its limit */}}
{{- $requests := merge dict (.Values.resources.requests | default dict) (.Values.resources.limits | default dict) }}
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
{{- end }}

{{- define "playhead.checkedRouting" -}}
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
{{- end }}

{{- define "playhead.checkedMonitoring" -}}
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
{{- $ssl := (((.Values.config.management | default dict).server | default dict).ssl | default dict) }}
{{- if $ssl.enabled }}
{{- fail "config.management.server.ssl.enabled must stay false: Kubernetes and Prometheus ask in plain" }}
{{- end }}
{{- end }}

{{- define "playhead.checkedDrain" -}}
{{- if le (int .Values.shutdown.limitSeconds) (int .Values.shutdown.delaySeconds) }}
{{- fail "shutdown.limitSeconds must be longer than shutdown.delaySeconds" }}
{{- end }}
{{- $lifecycle := (.Values.config.spring | default dict).lifecycle | default dict }}
{{- if or (hasKey $lifecycle "timeout-per-shutdown-phase") (hasKey $lifecycle "timeoutPerShutdownPhase") }}
{{- fail "config.spring.lifecycle.timeout-per-shutdown-phase would be unknown to Kubernetes: use shutdown.limitSeconds" }}
{{- end }}
{{- range .Values.env }}
{{- if eq .name "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE" "SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE" }}
{{- fail (printf "env %s would be unknown to Kubernetes: use shutdown.limitSeconds" .name) }}
{{- end }}
{{- end }}
{{- end }}
