#!/bin/sh
# Starts a Parvis with an empty data folder, lets foreign clients talk on it side by side, and stops it.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
work=$home/target/nio
mkdir -p "$work"
rm -rf "$work/data"
port=$(python3 - <<'END'
import random, socket
while True:
    port = random.randint(6000, 9900)
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)):
            print(port)
            break
END
)
# It lives too short to be compiled well, and its passwords protect nobody; its administrator is a program, which has no telephone.
PARVIS_ADMINISTRATORS_SECOND_FACTOR=off JAVA_OPTS="${JAVA_OPTS:-} -XX:TieredStopAtLevel=1 -Dparvis.passwords=light" \
  "$home/parvis" start --data "$work/data" --port "$port" --registration open --no-limits \
  >"$work/server.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true' EXIT INT TERM

sh "$home/blackbox/nio/run" install
# A first start may build and unpack the database.
tenths=0
until grep -q 'become the first administrator' "$work/server.log"; do
  if ! kill -0 $server 2>/dev/null || [ $tenths -ge 3000 ]; then
    tail -n 20 "$work/server.log"
    echo "Parvis did not start"
    echo "0 passed, 1 failed"
    exit 1
  fi
  sleep 0.1
  tenths=$((tenths + 1))
done

#   talk NAME COMMAND...: what the client says goes into a file of that name.
talk() {
  name=$1
  shift
  "$@" "http://localhost:$port" >"$work/$name.log" 2>&1 &
  talks="${talks:-} $!"
}
# That the load generator runs against two servers, on a small scale and by the quickest load; both are this one, so that its
# figures say nothing.
compared() {
  if "$home/parvis" bench compare --brief --only joins --target "$1" --pid $server --other "$1" --other-pid $server; then
    echo "1 passed, 0 failed"
  else
    echo "0 passed, 1 failed"
  fi
}
sh "$home/blackbox/api/run" found "$work/openapi.json" "http://localhost:$port"
talk conversation sh "$home/blackbox/nio/run" conversation
talk encryption sh "$home/blackbox/nio/run" encryption
talk space sh "$home/blackbox/nio/run" space
# Where there is an organisation it decides on spaces; these are made before.
while kill -0 $! 2>/dev/null && ! grep -q 'secret space' "$work/space.log"; do sleep 0.1; done
talk js-sdk node "$home/blackbox/js-sdk/encryption.mjs"
talk bridge sh "$home/blackbox/bridge/run" "$work/data/application_services"
# The first administrator comes in by the link that the server says once.
link=$(sed -n 's|.*become the first administrator: http://[^/]*||p' "$work/server.log")
administrator=annuaire
password="correct horse battery staple 17"
talk directory sh "$home/blackbox/scim/run" "$link" "$administrator" "$password"
talk api sh "$home/blackbox/api/run" ask "$work/openapi.json"
talk lint sh "$home/blackbox/api/lint"
talk bench compared
status=0
for one in $talks; do wait "$one" || status=1; done
# Who may do everything, and is not careful, would disturb the others.
talk whole sh "$home/blackbox/api/run" whole "$work/whole.json" "$administrator" "$password"
wait $! || status=1

names="conversation encryption space js-sdk bridge directory api lint bench whole"
for name in $names; do
  echo "-- $name"
  cat "$work/$name.log"
done
# A client that says no figures at its end has failed, whatever passed before.
for name in $names; do
  tail -n 1 "$work/$name.log" | grep -E '^[0-9]+ passed, [0-9]+ failed$' || echo "0 passed, 1 failed"
done | awk '{ passed += $1; failed += $3 } END { printf "%d passed, %d failed\n", passed, failed }'
exit $status
