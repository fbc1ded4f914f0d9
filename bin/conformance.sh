# Lets a foreign test suite judge a homeserver. Sourced by the launcher.

build_conformance() {
  stamp="$home/target/conformance.stamp"
  now=$(contents pom.xml protocol blackbox/complement/pom.xml blackbox/complement/src/main)
  jar="$home/blackbox/complement/target/parvis-conformance-$version.jar"
  [ -f "$jar" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && return 0
  find_maven
  progress "Building the harness ..." "$home/target/build-conformance.log" \
    '^\[INFO\] (Building|---|Compiling)|ERROR' \
    maven -pl blackbox/complement -am -Dquick -Dmaven.test.skip=true package
  echo "$now" >"$stamp"
}

conformance() {
  find_jdk
  build_conformance
  export JAVA_HOME
  # Files of the JVM's own counters have its process number in their name, and that is the same in every run.
  java="$JAVA_HOME/bin/java -XX:-UsePerfData -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m"
  java="$java -Dconformance.images=$home/blackbox/complement/images -Dconformance.target=$home/target/conformance"
  [ ! -t 2 ] || java="$java -Dconformance.terminal=true"
  case "${1:-}" in
    with)
      case " $* " in *" --help "* | *" -h "*) ;; *) shift; secluded "$@" ;; esac
      ;;
  esac
  # shellcheck disable=SC2086
  exec $java -jar "$jar" "$@"
}

# Where root allows it the run has a network in which there is nothing but itself, a process tree that ends whole,
# and a database in memory. Homeservers are installed before, while the registries can still be reached.
secluded() {
  # shellcheck disable=SC2086
  $java -jar "$jar" install "$@"
  mkdir -p "$home/target/conformance"
  if [ "$(id -u)" -eq 0 ] && command -v ip >/dev/null 2>&1 \
    && unshare --net --pid --fork --mount --mount-proc true 2>/dev/null; then
    # shellcheck disable=SC2016,SC2086
    exec unshare --net --pid --fork --kill-child --mount --mount-proc sh -c '
      ip link set lo up
      "$@"
      exit $?' sh $java -Dconformance.secluded=true -jar "$jar" with "$@"
  fi
  echo "Without root the run shares this machine's network." >&2
  # shellcheck disable=SC2086
  exec $java -jar "$jar" with "$@"
}
