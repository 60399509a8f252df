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

{{/* Of the pod of helm test: no Service may take it for a Playhead */}}
{{- define "playhead.testSelectorLabels" -}}
app.kubernetes.io/name: {{ include "playhead.name" . | trunc 58 | trimSuffix "-" }}-test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "playhead.chart" -}}
{{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "playhead.image" -}}
{{ printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) | quote }}
{{- end }}

{{- define "playhead.labels" -}}
helm.sh/chart: {{ include "playhead.chart" . }}
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

{{- define "playhead.claimName" -}}
{{- default (printf "%s-recordings" (include "playhead.fullname" .)) .Values.recordings.existingClaim }}
{{- end }}

{{/* http, or https where the public port is given a certificate */}}
{{- define "playhead.scheme" -}}
{{- $ssl := (include "playhead.config" . | fromYaml).server.ssl | default dict }}
{{- $enabled := ne (toString $ssl.enabled) "false" }}
{{- if and $enabled (or $ssl.bundle $ssl.certificate (get $ssl "key-store")) }}https{{ else }}http{{ end }}
{{- end }}

{{/* Of postgresql://host[:port]/database[?options] */}}
{{- define "playhead.databasePort" -}}
{{- $url := (include "playhead.config" . | fromYaml).playhead.database.url }}
{{- $authority := regexReplaceAll "^.*//([^/?]*).*$" $url "${1}" }}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" $authority) | default "5432" }}
{{- end }}

{{/* Milliseconds of a duration such as 1h30m, of the Gateway API (GEP-2257) or Prometheus */}}
{{- define "playhead.milliseconds" -}}
{{- $units := dict "h" 3600000 "m" 60000 "s" 1000 "ms" 1 }}
{{- $sum := 0 }}
{{- range regexFindAll "[0-9]+[hms]+" . -1 }}
{{- $number := regexFind "^[0-9]+" . }}
{{- $sum = add $sum (mul (int64 $number) (get $units (trimPrefix $number .))) }}
{{- end }}
{{- $sum }}
{{- end }}

{{/* Whether more than one pod may run at a time; empty, where not */}}
{{- define "playhead.several" -}}
{{- $most := ternary .Values.autoscaling.maxReplicas .Values.replicaCount .Values.autoscaling.enabled }}
{{- if gt (int $most) 1 }}true{{ end }}
{{- end }}

{{/* Whether there is a budget of disruptions; empty, where not */}}
{{- define "playhead.budgeted" -}}
{{- if eq (toString .Values.podDisruptionBudget.enabled) "auto" }}
{{- include "playhead.several" . }}
{{- else if .Values.podDisruptionBudget.enabled }}true{{ end }}
{{- end }}

{{/* Whether that budget is none; empty, where not */}}
{{- define "playhead.stuck" -}}
{{- if include "playhead.budgeted" . }}
{{- $budget := .Values.podDisruptionBudget }}
{{- $least := ternary .Values.autoscaling.minReplicas .Values.replicaCount .Values.autoscaling.enabled | int }}
{{- if has (toString $budget.maxUnavailable) (list "0" "0%") }}true
{{- else if hasSuffix "%" (toString $budget.minAvailable) }}{{ if eq $budget.minAvailable "100%" }}true{{ end }}
{{- else if and $budget.minAvailable (ge (int $budget.minAvailable) $least) }}true
{{- end }}
{{- end }}
{{- end }}

{{/* Whether the new claim can be mounted by one node alone; empty, where not */}}
{{- define "playhead.oneNode" -}}
{{- $modes := .Values.recordings.newClaim.accessModes }}
{{- if and .Values.recordings.newClaim.size (not (has "ReadWriteMany" $modes)) (not (has "ReadOnlyMany" $modes)) }}true{{ end }}
{{- end }}

{{/* application.yaml: what the chart knows, and over it what was given */}}
{{- define "playhead.config" -}}
{{- $disk := dict "roots" (list (dict "path" .Values.recordings.mountPath "local" .Values.recordings.local)) }}
{{- $access := dict "authority" .Values.access.authority }}
{{- if eq .Values.access.authority "static" }}
{{- $_ := set $access "static" (dict "file" "/etc/playhead/access/access.yaml") }}
{{- else if eq .Values.access.authority "wazo-auth" }}
{{- $_ := set $access "wazo-auth" (dict "key-file" "/etc/playhead/access/key.yml") }}
{{- end }}
{{- $server := dict "address" "0.0.0.0" "port" 9298 }}
{{- $spring := dict "lifecycle" (dict "timeout-per-shutdown-phase" (printf "%ds" (int .Values.shutdown.limitSeconds))) }}
{{- if .Values.tls.existingSecret }}
{{- $_ := set $server "ssl" (dict "bundle" "playhead") }}
{{- $pair := dict "certificate" "file:/etc/playhead/tls/tls.crt" "private-key" "file:/etc/playhead/tls/tls.key" "verify-keys" true }}
{{- $_ := set $spring "ssl" (dict "bundle" (dict "pem" (dict "playhead" (dict "keystore" $pair "reload-on-update" true)))) }}
{{- end }}
{{- $known := dict
  "server" $server
  "management" (dict "server" (dict "port" 9299))
  "spring" $spring
  "playhead" (dict
    "database" (dict "url" .Values.database.url "username" .Values.database.username "owner" .Values.database.owner)
    "storage" (dict "disk" $disk)
    "access" $access) }}
{{- mergeOverwrite $known (deepCopy .Values.config) | toYaml }}
{{- end }}
