# Asks through the Services what whoever has installed wants to know. Waits for an answer as long as a start may take.
set -u

# The status of the answer to a GET without a token, or nothing. @param host, port, path
ask() {
  exec 3<>"/dev/tcp/$1/$2" || return
  printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$3" "$1" >&3
  read -r _ status _ <&3 && printf '%s' "$status"
}
export -f ask

# @param what, host, port, path, status
expect() {
  for ((attempt = 1; attempt <= ATTEMPTS; attempt++)); do
    # a port that is walled off does not even refuse
    status=$(timeout 5 bash -c 'ask "$@"' ask "$2" "$3" "$4" 2>/dev/null)
    if [ "$status" = "$5" ]; then
      echo "ok: $1"
      return
    fi
    sleep 2
  done
  echo "failed: $1; http://$2:$3$4 answers ${status:-nothing} instead of $5"
  exit 1
}

expect "Playhead is ready" "$MANAGEMENT_HOST" "$MANAGEMENT_PORT" /actuator/health/readiness 200
if [ "$API_SCHEME" = http ]; then
  expect "nobody is let in without a token" "$API_HOST" "$API_PORT" /1.0/cdr/1 401
fi
