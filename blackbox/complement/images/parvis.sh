#!/bin/sh
# Parvis of this checkout as an image. README.md says what a launcher is told and asked.
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd -P)
version=0.1.0
. "$home/bin/needs.sh"
. "$home/bin/build.sh"
. "$home/bin/serve.sh"

# The archive of classes is written when a server ends; one made now keeps the first stop of the run short.
train() {
  [ -f "$archive" ] && return 0
  echo "Starting Parvis once, so that later starts are quick ..."
  work="$home/target/conformance/training"
  rm -rf "$work"
  mkdir -p "$work"
  (serve --data "$work/data" --port 0) >"$work/log" 2>&1 &
  server=$!
  seconds=0
  until grep -q 'Parvis is ready' "$work/log"; do
    kill -0 $server 2>/dev/null && [ $seconds -lt 120 ] || { cat "$work/log"; exit 1; }
    sleep 1
    seconds=$((seconds + 1))
  done
  kill $server
  wait $server || true
}

case ${1:-} in
  install)
    find_jdk
    build_server
    train
    ;;
  version) echo "Parvis $version" ;;
  run)
    find_jdk
    export PARVIS_SERVER_NAME="$SERVER_NAME" PARVIS_DATA="$HS_DATA" PARVIS_HOST="$HS_IP" PARVIS_PORT="$HS_CLIENT_PORT"
    export PARVIS_DATABASE_URL="postgresql://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE"
    export PARVIS_REGISTRATION=open PARVIS_REGISTRATION_SECRET=complement PARVIS_RATE_LIMITS=off
    export PARVIS_PASSWORD_STRENGTH=0 PARVIS_ADMINISTRATORS_SECOND_FACTOR=off
    # The tests read profiles without signing in.
    export PARVIS_DIRECTORY=everyone
    # The tests put a room's creator into its power levels, which version 12 forbids.
    export PARVIS_ROOM_VERSION=11
    # The tests expect of presence, of passwords, of the directory of people and of media what Synapse does unless told otherwise.
    export PARVIS_PRESENCE=on PARVIS_PASSWORD_LENGTH=1 PARVIS_PEOPLE_SEARCH=acquaintances PARVIS_OPEN_MEDIA=on
    # Their pages for previews of links stand on this machine.
    export PARVIS_LINK_PREVIEWS=on PARVIS_LINK_PREVIEW_PORTS=any PARVIS_REACHABLE_NETWORKS=127.0.0.0/8
    export PARVIS_APPLICATION_SERVICES="$HS_APPSERVICES"
    # Quick to start, as it runs for minutes: no optimising compiler, light password hashes.
    JAVA_OPTS="-XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx512m -Dparvis.passwords=light"
    serve
    ;;
esac
