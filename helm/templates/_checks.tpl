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
{{- $given := .Values.config.playhead | default dict }}
{{- if hasKey ($given.database | default dict) "password" }}
{{- fail "config.playhead.database.password would be public: use database.existingSecret" }}
{{- end }}
{{- if hasKey ($given.access | default dict) "secret" }}
{{- fail "config.playhead.access.secret would be public: use access.existingSecret" }}
{{- end }}
{{- end }}
