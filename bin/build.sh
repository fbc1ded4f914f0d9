# Builds what changed since it was last built. Sourced by the launcher.

# One number for the contents of all files below the given paths, but for those from which nothing is built.
contents() {
  (cd "$home" && find "$@" \( -name target -o -name node_modules -o -name dist -o -name e2e \) -prune -o -type f \
    -exec cksum {} + 2>/dev/null | sort -k3 | cksum)
}

# Runs a command whose output goes to a file; the last of its milestones is shown meanwhile.
#   progress TITLE LOG PATTERN COMMAND...
progress() {
  title=$1 log=$2 pattern=$3
  shift 3
  mkdir -p "$home/target"
  echo "$title"
  "$@" >"$log" 2>&1 &
  running=$!
  trap 'kill $running 2>/dev/null; wait $running 2>/dev/null || true; exit 130' INT TERM
  shown=
  while kill -0 "$running" 2>/dev/null; do
    sleep 1
    [ -t 1 ] || continue
    last=$(grep -E "$pattern" "$log" 2>/dev/null | tail -n 1 | tr -d '\r' | cut -c1-76 || true)
    [ "$last" = "$shown" ] || printf '\r\033[K  %s' "$last"
    shown=$last
  done
  trap - INT TERM
  [ ! -t 1 ] || printf '\r\033[K'
  wait "$running" && return 0
  tail -n 40 "$log" >&2
  refuse "The build failed: the whole of it is in $log."
}

# What was renamed or removed would stay in the folder of the last build: a migration must not. Maven itself lives for too
# short a time to be compiled well.
maven() {
  (become_maven "$@")
}

# Maven in the place of this shell: who ends the one ends the other.
become_maven() {
  rm -rf "$home/server/target/classes/db"
  become_maven_beside "$@"
}

# The same beside another one, which may have built the server by now.
become_maven_beside() {
  cd "$home"
  exec env MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${MAVEN_OPTS:-}" mvn -B -ntp "$@"
}

server_contents() {
  contents pom.xml protocol server/pom.xml server/src/main bench
}

server_is_built() {
  rm -f "$home/target/parvis.jsa"
  echo "$1" >"$home/target/server.stamp"
}

build_server() {
  stamp="$home/target/server.stamp"
  now=$(server_contents)
  jar="$home/server/target/parvis-server-$version.jar"
  [ -f "$jar" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && return 0
  find_maven
  progress "Building the server (a minute, or a few when libraries must be downloaded) ..." \
    "$home/target/build-server.log" '^\[INFO\] (Building|---|Compiling)|ERROR' \
    become_maven -Dquick -Dmaven.test.skip=true package
  server_is_built "$now"
}

web_libraries() {
  libraries="$home/web/node_modules/.parvis-stamp"
  wanted=$(contents web/package-lock.json)
  [ -f "$libraries" ] && [ "$(cat "$libraries")" = "$wanted" ] && return 0
  progress "Fetching the libraries of the web client ..." "$home/target/build-web.log" '.' \
    npm --prefix "$home/web" ci
  echo "$wanted" >"$libraries"
}

build_web() {
  [ -f "$home/web/package.json" ] || return 0
  stamp="$home/target/web.stamp"
  now=$(contents web)
  [ -f "$home/web/dist/index.html" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && return 0
  find_node
  web_libraries
  progress "Building the web client ..." "$home/target/build-web.log" '.' \
    env PARVIS_VERSION="$version" npm --prefix "$home/web" run build
  echo "$now" >"$stamp"
}
