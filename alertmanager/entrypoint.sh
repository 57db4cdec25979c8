#!/bin/sh
# Makes Alertmanager's configuration from alertmanager.yml and the channels of receivers.d/ whose files are in secrets/, checks it,
# and starts Alertmanager with it. Whatever is half there or not accepted ends it with status 2 instead: alerts that are
# sent nowhere look like a quiet night.
#   entrypoint.sh [ARGUMENTS OF ALERTMANAGER]   makes, checks and starts
#   entrypoint.sh --render                      makes and checks, and writes the configuration to standard output
#
# A channel is a file receivers.d/NAME.yml: lists like 'slack_configs:' with these comments above them:
#   # severities: critical warning info    where it goes (a file secrets/NAME.severities says otherwise), or deadman
#   # secret: FILE KIND                    a file of secrets/ that it reads by @secrets@/FILE; its content is never copied or shown
#   # setting: FILE KIND                   a file of secrets/ whose one line replaces @FILE@
# KIND is url, token, integer, hostport, addresses or text. @quiet@ is true among the infos and false elsewhere.
# None of its files: the channel is off. Some of them: an error.
#
#   ALERTS_DIR      where alertmanager.yml, receivers.d and templates are    (the folder of this script)
#   ALERTS_SECRETS  where the files are                                      (ALERTS_DIR/secrets)
#   ALERTS_CONFIG   where the configuration is written to                    (/tmp/alertmanager.yml)
#   ALERTMANAGER, AMTOOL   the programs, if they are not on the path
set -eu
umask 077

say() { printf 'alertmanager/entrypoint.sh: %s\n' "$*" >&2; }
die() {
  say "$*; Alertmanager is not started"
  exit 2
}
find_program() { # NAME...
  for name in "$@"; do
    if command -v "$name" >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
  return 1
}

dir=${ALERTS_DIR:-$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)}
case $dir in /*) ;; *) dir=$(CDPATH='' cd -- "$dir" && pwd) || die "ALERTS_DIR is '$dir', which is no folder" ;; esac
secrets=${ALERTS_SECRETS:-$dir/secrets}
case $secrets in /*) ;; *) secrets=$PWD/$secrets ;; esac
# What goes into YAML has no character that means something there.
case $dir$secrets in *[!A-Za-z0-9/._-]*) die "the paths '$dir' and '$secrets' may hold letters, digits and / . _ - only" ;; esac

amtool=$(find_program "${AMTOOL:-amtool}") || die "amtool, which checks the configuration, is not here as '${AMTOOL:-amtool}' (it comes with Alertmanager)"
[ -f "$dir/alertmanager.yml" ] || die "$dir/alertmanager.yml is missing"
[ -d "$dir/receivers.d" ] || die "$dir/receivers.d is missing"
ls "$dir"/templates/*.tmpl >/dev/null 2>&1 || die "$dir/templates holds no template"
# Not there is one thing (nothing is set up yet), not to be read another.
[ ! -e "$secrets" ] || { [ -r "$secrets" ] && [ -x "$secrets" ]; } || die "$secrets cannot be read by user $(id -u)"

work=$(mktemp -d "${TMPDIR:-/tmp}/alertmanager.XXXXXX") || die "no temporary folder can be made in ${TMPDIR:-/tmp}"
trap 'rm -rf "$work"' EXIT
trap 'exit 143' INT TERM HUP

# Whether FILE holds one line of KIND. Says what is wrong, never what is in it.
check_value() { # CHANNEL FILE KIND
  value=$secrets/$2
  { [ -f "$value" ] && [ -r "$value" ]; } || die "$1: $value cannot be read by user $(id -u)"
  case $3 in
    url) pattern='^https?://[^[:space:]]+$' expected="an address that begins with https:// or http://" ;;
    token) pattern='^[^[:space:]]{8,}$' expected="a key of 8 or more characters without spaces" ;;
    integer) pattern='^-?[0-9]+$' expected="a whole number" ;;
    hostport) pattern='^[A-Za-z0-9.-]+:[0-9]+$' expected="host:port" ;;
    addresses) pattern='^[A-Za-z0-9.@_+, <>-]*[A-Za-z0-9]@[A-Za-z0-9.@_+, <>-]*$' expected="addresses, with commas between them" ;;
    text) pattern="^[^'@]*[^'[:space:]][^']*$" expected="a text without quotes" ;;
    *) die "$1: kind '$3' of $2 is not known" ;;
  esac
  { [ "$(grep -c '' <"$value")" = 1 ] && grep -Eq "$pattern" <"$value"; } || die "$1: $value does not hold what it should: one line, $expected"
}

on=
off=
for piece in "$dir"/receivers.d/*.yml; do
  { [ -f "$piece" ] && [ -r "$piece" ]; } || die "$piece cannot be read"
  name=${piece##*/}
  name=${name%.yml}
  channel=receivers.d/$name.yml
  sed -n 's/^# \(secret\|setting\): *\([A-Za-z0-9._-]*\) *\([a-z]*\) *$/\1 \2 \3/p' "$piece" >"$work/files"
  [ -s "$work/files" ] || die "$channel names no file in a '# secret: FILE KIND' line, so nothing could switch it on"
  missing=
  present=
  while read -r what file kind; do
    if [ -e "$secrets/$file" ]; then present="$present $file"; else missing="$missing $file"; fi
  done <"$work/files"
  if [ -z "$present" ]; then
    off="$off $name"
    continue
  fi
  [ -z "$missing" ] || die "$channel is half set up: in $secrets there is$present, but not$missing"

  severities=$(sed -n 's/^# severities: *\([a-z -]*\)$/\1/p' "$piece")
  [ ! -e "$secrets/$name.severities" ] || severities=$(cat "$secrets/$name.severities") || die "$channel: $secrets/$name.severities cannot be read"
  [ -n "$(printf %s "$severities" | tr -d '[:space:]')" ] || die "$channel names no severity"
  : >"$work/settings"
  while read -r what file kind; do
    check_value "$channel" "$file" "$kind"
    # Only what is declared a setting is ever copied.
    [ "$what" = secret ] || printf '%s %s\n' "$file" "$(cat "$secrets/$file")" >>"$work/settings"
  done <"$work/files"

  for severity in $severities; do
    quiet=false
    case $severity in
      info) quiet=true ;;
      critical | warning | deadman) ;;
      *) die "$channel: severity '$severity' is none of critical, warning, info and deadman" ;;
    esac
    grep -q "^    # receivers.d: $severity\$" "$dir/alertmanager.yml" || die "$dir/alertmanager.yml has no line '    # receivers.d: $severity' to put $channel at"
    secrets=$secrets quiet=$quiet awk -v channel="$channel" '
      # Without regular expressions: a value is taken as it is.
      function put(text, key, value,   at, done) {
        while ((at = index(text, key)) > 0) { done = done substr(text, 1, at - 1) value; text = substr(text, at + length(key)) }
        return done text
      }
      FILENAME == ARGV[1] { at = index($0, " "); keys[++n] = "@" substr($0, 1, at - 1) "@"; values[n] = substr($0, at + 1); next }
      /^#/ || /^[ \t]*$/ || /^---[ \t]*$/ { next }
      !/^ / && !/^[a-z0-9_]+_configs:[ \t]*$/ { print channel ": line " FNR " is neither a list like slack_configs: nor part of one" > "/dev/stderr"; exit 1 }
      {
        line = put(put($0, "@secrets@", ENVIRON["secrets"]), "@quiet@", ENVIRON["quiet"])
        for (i = 1; i <= n; i++) line = put(line, keys[i], values[i])
        print line
      }' "$work/settings" "$piece" >"$work/$severity.$name" || die "$channel is not a channel"
    [ -s "$work/$severity.$name" ] || die "$channel is empty"
    if left=$(grep -o '@[a-z][a-z-]*@' "$work/$severity.$name" | head -n 1) && [ -n "$left" ]; then
      die "$channel: no '# setting:' line says what $left is"
    fi
  done
  on="$on $name"
done

# The base with the given channels in it. Lists of one kind from several channels become one.
assemble() { # NAME-PATTERN
  for severity in critical warning info deadman; do
    : >"$work/block-$severity"
    for part in "$work/$severity".$1; do [ ! -f "$part" ] || cat "$part"; done | awk '
      /^[a-z]/ { kind = $1; if (!(kind in text)) order[++n] = kind; next }
      { text[kind] = text[kind] "    " $0 "\n" }
      END { for (i = 1; i <= n; i++) printf "    %s\n%s", order[i], text[order[i]] }' >"$work/block-$severity"
  done
  awk -v work="$work" -v dir="$dir" '
    $0 == "  - templates/*.tmpl" { print "  - " dir "/templates/*.tmpl"; next }
    { print }
    /^    # receivers\.d: [a-z]+$/ { while ((getline line < (work "/block-" $3)) > 0) print line }' "$dir/alertmanager.yml" >"$work/alertmanager.yml"
}

accepted() { # WHOM
  "$amtool" check-config "$work/alertmanager.yml" >"$work/said" 2>&1 && return 0
  sed "s|$work/||g; s/^/  /" "$work/said" >&2
  die "$1 is not accepted by Alertmanager, see above"
}
goes_to() { # RECEIVER LABEL...
  expected=$1
  shift
  got=$("$amtool" config routes test --config.file="$work/alertmanager.yml" "$@" 2>"$work/said") || got="no receiver: $(tail -n 1 "$work/said")"
  [ "$got" = "$expected" ] || die "an alert with $* goes to '$got', expected '$expected'; see the routes in $dir/alertmanager.yml"
}

assemble none
accepted alertmanager.yml
for name in $on; do
  assemble "$name"
  accepted "receivers.d/$name.yml"
done
assemble '*'
accepted "the whole of it"
grep -q "^  - $dir/templates/\*.tmpl\$" "$work/alertmanager.yml" || die "$dir/alertmanager.yml has no line '  - templates/*.tmpl', so the texts would be missing"
goes_to deadman alertname=Watchdog severity=none
goes_to critical alertname=MvmAny severity=critical
goes_to warning alertname=MvmAny severity=warning

say "on:${on:- none}"
[ -z "$off" ] || say "off, for want of files in $secrets:$off"
grep -q . "$work/block-critical" || say "WARNING: no channel takes critical alerts; they are seen in Alertmanager's page only"
grep -q . "$work/block-deadman" || say "WARNING: no dead man's switch (secrets/deadman-url); nobody would notice that alerting itself stopped"

if [ "${1:-}" = --render ]; then
  cat "$work/alertmanager.yml"
  exit 0
fi
if [ -n "${ALERTMANAGER:-}" ]; then set -- "$ALERTMANAGER" "$@"; else set -- "$(find_program alertmanager prometheus-alertmanager)" "$@"; fi
find_program "$1" >/dev/null || die "alertmanager is not here as '${ALERTMANAGER:-alertmanager}'"
alertmanager=$1
shift
config=${ALERTS_CONFIG:-/tmp/alertmanager.yml}
{ cat "$work/alertmanager.yml" >"$config.new" && mv -f "$config.new" "$config"; } || die "$config cannot be written"
rm -rf "$work"
trap - EXIT INT TERM HUP
exec "$alertmanager" --config.file="$config" "$@"
