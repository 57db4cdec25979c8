#!/bin/sh
# Starts Grafana with a password for its administrator that is nobody else's: the one in secrets/admin-password or, where there
# is no such file, one made at the first start. Grafana takes it over when it makes its database, and never looks again.
set -eu
umask 077
say() { printf 'grafana/entrypoint.sh: %s\n' "$*" >&2; }
die() {
  say "$*; Grafana is not started"
  exit 2
}

given=${GRAFANA_SECRETS:-/run/secrets/grafana}/admin-password
data=${GF_PATHS_DATA:-/var/lib/grafana}
if [ -e "$given" ]; then
  password=$given
  [ -r "$password" ] || die "$password cannot be read by user $(id -u); let it be readable for it"
else
  password=$data/admin-password
  if [ ! -s "$password" ]; then
    # A database without the file was given its password otherwise; it stays as it is.
    { head -c 18 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$password.new" && mv "$password.new" "$password"; } || die "no password can be written to $password"
    [ -e "$data/grafana.db" ] || say "a password for the user admin was made: docker compose exec grafana cat $password"
  fi
fi
[ "$(wc -c <"$password")" -ge 12 ] || die "$password holds fewer than 12 characters"
case $(cat "$password") in *[[:space:]]*) die "$password holds white space; one line with a password is expected" ;; esac
export GF_SECURITY_ADMIN_PASSWORD__FILE="$password"
exec /run.sh "$@"
