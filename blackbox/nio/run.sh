#!/bin/sh
# Starts a Parvis with an empty data folder, lets the foreign client talk on it, and stops it.
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd)
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
"$home/parvis" start --data "$work/data" --port "$port" --registration open --no-limits \
  > "$work/server.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true' EXIT INT TERM

# A first start may build and unpack the database.
seconds=0
until grep -q 'Parvis is ready' "$work/server.log"; do
  if ! kill -0 $server 2>/dev/null || [ $seconds -ge 300 ]; then
    tail -n 20 "$work/server.log"
    echo "Parvis did not start"
    echo "0 passed, 1 failed"
    exit 1
  fi
  sleep 1
  seconds=$((seconds + 1))
done
sh "$home/blackbox/nio/run" "http://localhost:$port"
