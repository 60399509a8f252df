{{- define "playhead.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Short enough for what is put behind it */}}
{{- define "playhead.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "playhead.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "playhead.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "playhead.selectorLabels" -}}
app.kubernetes.io/name: {{ include "playhead.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "playhead.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "playhead.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "playhead.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "playhead.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* What cannot be left out, each with a sentence that says what to do */}}
{{- define "playhead.checked" -}}
{{- $_ := required "database.url must be set: postgresql://host[:port]/database" .Values.database.url }}
{{- $_ := required "database.existingSecret must name a Secret that holds the database's password" .Values.database.existingSecret }}
{{- $_ := required "access.existingSecret must name a Secret that holds the key of tickets (at least 32 characters): there is no default" .Values.access.existingSecret }}
{{- if eq .Values.access.authority "static" }}
{{- $_ := required "access.static.existingSecret must name a Secret that holds the static authority's file" .Values.access.static.existingSecret }}
{{- end }}
{{- if not (or .Values.recordings.existingClaim .Values.recordings.hostPath) }}
{{- fail "recordings.existingClaim or recordings.hostPath must be set" }}
{{- end }}
{{- if and .Values.recordings.existingClaim .Values.recordings.hostPath }}
{{- fail "only one of recordings.existingClaim and recordings.hostPath may be set" }}
{{- end }}
{{- $given := .Values.config.playhead | default dict }}
{{- if hasKey ($given.database | default dict) "password" }}
{{- fail "config.playhead.database.password would be public: use database.existingSecret" }}
{{- end }}
{{- if hasKey ($given.access | default dict) "secret" }}
{{- fail "config.playhead.access.secret would be public: use access.existingSecret" }}
{{- end }}
{{- end }}

{{/* application.yaml: what the chart knows, and over it what was given */}}
{{- define "playhead.config" -}}
{{- $disk := dict "roots" (list (dict "path" .Values.recordings.mountPath "local" .Values.recordings.local)) }}
{{- $access := dict "authority" .Values.access.authority }}
{{- if eq .Values.access.authority "static" }}
{{- $_ := set $access "static" (dict "file" "/etc/playhead/access/access.yaml") }}
{{- end }}
{{- $known := dict
  "server" (dict "address" "0.0.0.0" "port" 9298)
  "management" (dict "server" (dict "port" 9299))
  "spring" (dict "lifecycle" (dict "timeout-per-shutdown-phase" (printf "%ds" (int .Values.shutdown.limitSeconds))))
  "playhead" (dict
    "database" (dict "url" .Values.database.url "username" .Values.database.username "owner" .Values.database.owner)
    "storage" (dict "disk" $disk)
    "access" $access) }}
{{- mergeOverwrite $known (deepCopy .Values.config) | toYaml }}
{{- end }}
