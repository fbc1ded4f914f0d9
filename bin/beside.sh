# Measures Parvis and another homeserver side by side, each with a PostgreSQL of its own. Sourced by the launcher.

#   awaited PROCESS LOG PATTERN: what follows the pattern in a line of the log, as soon as it is there.
awaited() {
  tenths=0
  until found=$(sed -n "s|^$3||p" "$2" 2>/dev/null | head -n 1) && [ -n "$found" ]; do
    if ! kill -0 "$1" 2>/dev/null || [ $tenths -ge 6000 ]; then
      tail -n 20 "$2" >&2
      refuse "A homeserver did not start: see $2."
    fi
    sleep 0.1
    tenths=$((tenths + 1))
  done
  echo "$found"
}

# beside [OPTIONS OF bench compare]
beside() {
  find_jdk
  build_server
  build_web
  . "$home/bin/conformance.sh"
  build_conformance
  export JAVA_HOME SYNAPSE_CONFIG="$home/bench/synapse.yaml" SYNAPSE_VERSION="${SYNAPSE_VERSION:-1.163.2}"
  work=$home/target/beside
  rm -rf "$work"
  mkdir -p "$work"
  echo "Starting Synapse $SYNAPSE_VERSION, which may be installed first, and Parvis ..." >&2
  "$JAVA_HOME/bin/java" -Xmx64m -Dconformance.images="$home/blackbox/complement/images" \
    -Dconformance.target="$home/target/conformance" -jar "$jar" serve --image synapse >"$work/other.log" 2>&1 &
  other=$!
  # Passwords are hashed lightly in both, since making accounts is not what is measured.
  JAVA_OPTS="${JAVA_OPTS:-} -Dparvis.passwords=light" \
    "$home/parvis" start --data "$work/data" --port 0 --registration open --no-limits >"$work/parvis.log" 2>&1 &
  parvis=$!
  trap 'kill $parvis $other 2>/dev/null; wait' EXIT
  trap 'exit 130' INT TERM
  name=$(awaited $other "$work/other.log" 'version ')
  there=$(awaited $other "$work/other.log" 'address ')
  pids=$(awaited $other "$work/other.log" 'pids ')
  here=$(awaited $parvis "$work/parvis.log" 'Parvis is ready: ')
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -jar "$home/bench/target/parvis-bench-$version.jar" compare \
    --target "$here" --pid $parvis --other "$there" --other-pid "$pids" --other-name "$name" "$@"
}
