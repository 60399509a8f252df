#!/usr/bin/env bash
# Speaks the dialogues under texts/ and writes the recordings of the demonstration.
#
#   make-audio.sh [NAME...]     all of them, or only the files whose name begins with a NAME
#
# PAUSES=1 tells the pauses that came out of sharing a minute among its sentences.
#
# Needs espeak-ng, sox and ffmpeg (with libmp3lame and libopus). Nothing here is needed to build
# or run the service: the recordings it wrote are kept with the sources.
#
# A text is a list of turns, "speaker: words" or "speaker GAP: words", GAP being the seconds
# between the end of the turn before and this one; below zero the two talk at once. The first
# speaker is the one who answered the call: right channel when there are two, all others left.
# "@beep" is a voicemail's tone. "@minute N" makes what follows start exactly N minutes in.
set -euo pipefail
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
texts=$here/texts
out=$here/../main/resources/demo/recordings
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

declare -A voice pitch speed
while read -r who v p s; do
  [[ -z $who || $who == \#* ]] && continue
  voice[$who]=$v pitch[$who]=$p speed[$who]=$s
done < "$texts/voices.txt"

# Samples are counted as whole numbers so that nothing drifts over half an hour.
samples() { awk -v s="$1" -v r="$2" 'BEGIN { printf "%d", s * r }'; }
length() { echo $(( $(stat -c %s "$1") / 2 )); }
silence() { head -c $(( $1 * 2 )) /dev/zero; }

# speak WHO WORDS RATE FILE: one turn as raw 16-bit mono.
speak() {
  local band=300-3400                       # what an analogue line lets through
  (( $3 > 8000 )) && band=60-7000           # wideband
  espeak-ng -z -v "${voice[$1]}" -p "${pitch[$1]}" -s "${speed[$1]}" -w "$work/said.wav" -- "$2"
  # -D: dither would only add noise. Every turn to one level: the voices differ a lot.
  sox -D "$work/said.wav" -t raw -e signed -b 16 -c 1 "$4" sinc "$band" rate "$3" norm -4
}

# turns FILE: the lines of a text. One with minutes is cut into sentences: it has time to spare,
# and that is better heard between all sentences than only between people.
turns() {
  if grep -q '^@minute' "$1"; then
    awk '/^[@#]|^$/ { print; next }
         { who = $1; sub(/^[^ ]+ /, ""); gsub(/[.?] /, "&\n" who " "); print who, $0 }' "$1"
  else
    cat "$1"
  fi
}

# lay TEXT RATE: speaks a text into $work/left and $work/right, raw, of equal length.
lay() {
  local text=$texts/$1.txt rate=$2 line who gap words first='' n=0 i j
  local turn='^([a-z-]+)( (-?[0-9.]+))?: (.+)$'
  local -a side=() gaps=() size=() start=()
  rm -f "$work"/turn-*
  while IFS= read -r line; do
    if [[ -z $line || $line == \#* ]]; then
      continue
    elif [[ $line == @minute\ * ]]; then
      start[n]=$(( ${line#@minute } * 60 * rate ))
      continue
    elif [[ $line == @beep ]]; then
      sox -D -n -t raw -r "$rate" -e signed -b 16 -c 1 "$work/turn-$n" \
        synth 0.5 sine 1000 fade 0.01 0.5 0.01 norm -12
      side[n]=right gaps[n]=$(samples 0.4 "$rate")
    elif [[ $line =~ $turn ]]; then
      who=${BASH_REMATCH[1]} gap=${BASH_REMATCH[3]:-0.35} words=${BASH_REMATCH[4]}
      [[ -v voice[$who] ]] || { echo "$text: no voice for $who" >&2; return 1; }
      first=${first:-$who}
      speak "$who" "$words" "$rate" "$work/turn-$n"
      side[n]=left gaps[n]=$(samples "$gap" "$rate")
      [[ $who == "$first" ]] && side[n]=right
    else
      echo "$text: not a turn: $line" >&2
      return 1
    fi
    size[n]=$(length "$work/turn-$n")
    n=$(( n + 1 ))
  done < <(turns "$text")

  # Within a part that must end on a given minute, the time left over is shared out between its
  # turns.
  for (( i = 0; i < n; i++ )); do
    [[ -v start[i] ]] || continue
    local sum=${size[i]}
    for (( j = i + 1; j < n; j++ )); do
      [[ -v start[j] ]] && break
      sum=$(( sum + size[j] ))
    done
    (( j < n )) || continue
    local spare=$(( (start[j] - start[i] - sum) / (j - i) ))
    (( spare > rate / 5 )) || { echo "$text: turn $i: too long for its minute" >&2; return 1; }
    [[ -v PAUSES ]] && echo "turn $i: pauses of $(( spare * 1000 / rate )) ms" >&2
    for (( i++; i < j; i++ )); do gaps[i]=$spare; done
    i=$(( j - 1 ))
  done

  : > "$work/left"
  : > "$work/right"
  local -A filled=([left]=0 [right]=0)
  local at=0 end=0
  gaps[0]=$(( rate / 4 ))
  for (( i = 0; i < n; i++ )); do
    at=${start[i]:-$(( end + gaps[i] ))}
    local s=${side[i]}
    (( at >= filled[$s] )) || { echo "$text: turn $i runs into its own channel" >&2; return 1; }
    silence $(( at - filled[$s] )) >> "$work/$s"
    cat "$work/turn-$i" >> "$work/$s"
    filled[$s]=$(( at + size[i] ))
    (( filled[$s] > end )) && end=${filled[$s]}
  done
  end=$(( end + rate / 4 ))
  silence $(( end - filled[left] )) >> "$work/left"
  silence $(( end - filled[right] )) >> "$work/right"
}

# recording FILE TEXT RATE CHANNELS CODING
recording() {
  local file=$1 text=$2 rate=$3 channels=$4 coding=$5 how=-m
  if (( ${#wanted[@]} )); then
    local w hit=
    for w in "${wanted[@]}"; do [[ $file == "$w"* ]] && hit=1; done
    [[ $hit ]] || return 0
  fi
  (( channels == 2 )) && how=-M
  lay "$text" "$rate"
  local raw=(-t raw -r "$rate" -e signed -b 16 -c 1)
  sox -D "$how" "${raw[@]}" "$work/left" "${raw[@]}" "$work/right" -b 16 "$work/pcm.wav" norm -3
  local ff=(ffmpeg -nostdin -v error -y -i "$work/pcm.wav"
            -map_metadata -1 -fflags +bitexact -flags +bitexact)
  case $coding in
    pcm)   sox -D "$work/pcm.wav" -e signed -b 16 "$out/$file" ;;
    ulaw)  sox -D "$work/pcm.wav" -e u-law "$out/$file" ;;
    alaw)  sox -D "$work/pcm.wav" -e a-law "$out/$file" ;;
    adpcm) sox -D "$work/pcm.wav" -e ima-adpcm "$out/$file" ;;
    gsm)   sox -D "$work/pcm.wav" -e gsm-full-rate "$out/$file" ;;    # in a WAV: tag 0x31, WAV49
    g722)  "${ff[@]}" -c:a g722 -f g722 "$out/$file" ;;
    mp3)   "${ff[@]}" -c:a libmp3lame -b:a 24k -id3v2_version 0 "$out/$file" ;;
    opus)  "${ff[@]}" -c:a libopus -b:a 20k -application voip -f ogg "$out/$file" ;;
    *)     echo "$file: unknown coding $coding" >&2; return 1 ;;
  esac
  echo "$file"
}

wanted=("$@")

#         file                              text                rate  ch coding
recording delivery-query-pcm-stereo.wav     delivery-query       8000  2 pcm
recording conference-room-pcm.wav           conference-room      8000  1 pcm
recording rendez-vous-pcm.wav               rendez-vous          8000  1 pcm
recording night-alarm-pcm.wav               night-alarm          8000  1 pcm
recording werkstatt-pcm-16k.wav             werkstatt           16000  1 pcm
recording first-day-pcm-16k-stereo.wav      first-day           16000  2 pcm
recording invoice-ulaw.wav                  invoice              8000  1 ulaw
recording quotation-ulaw.wav                quotation            8000  1 ulaw
recording order-ulaw-stereo.wav             order                8000  2 ulaw
recording escalation-ulaw.wav               escalation           8000  1 ulaw
recording livraison-alaw.wav                livraison            8000  1 alaw
recording complaint-alaw.wav                complaint            8000  1 alaw
recording lost-parcel-alaw.wav              lost-parcel          8000  1 alaw
recording support-line-gsm.wav              support-line         8000  1 gsm
recording appointment-gsm.wav               appointment          8000  1 gsm
recording board-meeting-gsm-31min.wav       board-meeting        8000  1 gsm
recording lieferant-ima-adpcm.wav           lieferant            8000  1 adpcm
recording job-interview.g722                job-interview       16000  1 g722
recording voicemail-message.mp3             voicemail           16000  1 mp3
recording catalogue-review.ogg              catalogue           16000  1 opus
