# Runs the tests part by part and adds them up. Sourced by the launcher.

# Seconds each part may take on two cores with warm caches; the table at the end compares.
budget() {
  case "$1" in
    launcher) echo 5 ;; form) echo 30 ;; unit) echo 85 ;; http) echo 220 ;; web) echo 60 ;; browser) echo 200 ;; nio) echo 85 ;;
    *) echo 3600 ;;
  esac
}

# Seconds after which a part is ended, so that what hangs cannot hold up everything.
limit() {
  case "$1" in long) echo 7200 ;; *) echo $((4 * $(budget "$1") + 300)) ;; esac
}

# Adds up the test suites in JUnit's XML files: "passed failed skipped".
count_xml() {
  find "$@" -name '*.xml' -exec grep -ho '<testsuite [^>]*' {} + 2>/dev/null | awk '
    function value(name) { return match($0, " " name "=\"[0-9]+") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) : 0 }
    { failed += value("failures") + value("errors"); skipped += value("skipped"); all += value("tests") }
    END { printf "%d %d %d\n", all - failed - skipped, failed, skipped }'
}

# The last "N passed, N failed" of a log.
count_line() {
  awk 'match($0, /[0-9]+ passed, [0-9]+ failed/) { split(substr($0, RSTART, RLENGTH), n, " "); p = n[1]; f = n[3]; found = 1 }
    END { if (found) printf "%d %d 0\n", p, f; else print "0 1 0" }' "$1"
}

# Runs one part, in a process of its own that is ended when it takes too long; its figures become a line of the table.
# What hangs is asked first where it stands: SIGQUIT makes each Java tell its threads, into the log.
part() {
  name=$1
  began=$(date +%s)
  echo "== $name"
  log="$home/target/test-$name.log"
  status=0
  timeout --signal=QUIT --kill-after=20 "$(limit "$name")" "$home/parvis" part "$name" >"$log" 2>&1 &
  running=$!
  trap 'kill "$running" 2>/dev/null; exit 130' INT TERM
  wait "$running" || status=$?
  trap - INT TERM
  rm -f "$(being_built "$name")"
  counted=$(counts_of "$name" "$log")
  passed=${counted%% *}
  # A test that was left out proves nothing: it counts as failed. So does a part in which none ran.
  failed=$(echo "$counted" | awk '{ print $2 + $3 }')
  { [ "$status" -eq 0 ] && [ "$passed" -gt 0 ]; } || [ "$failed" -gt 0 ] || failed=1
  [ "$failed" -eq 0 ] || { grep -vE '^\[INFO\]|WARNING: ' "$log" | tail -n 60; echo "the whole of it: $log"; }
  took=$(($(date +%s) - began))
  row=$(printf '%-8s %7d passed %5d failed %6d s of %4d s' "$name" "$passed" "$failed" "$took" "$(budget "$name")")
  [ "$took" -le "$(budget "$name")" ] || row="$row  over its budget"
  echo "$row"
  echo "$row" >"$home/target/test-$name.row"
}

# Runs those of some parts that were asked for side by side: beside each other they leave no core idle.
#   together PART...
together() {
  begin "$@"
  finish
}

# Lets those of some parts begin that were asked for, beside what runs already; the last of them is $begun, if there is one.
begin() {
  begun=
  for name in "$@"; do
    case "$asked" in *" $name "*) part "$name" & begun=$! at_once="$at_once $!" ;; esac
  done
  # shellcheck disable=SC2086
  trap 'kill $at_once 2>/dev/null; exit 130' INT TERM
}

# Waits for all of them; some shells know nothing any more of one that was waited for.
finish() {
  # shellcheck disable=SC2086
  for one in $at_once; do wait "$one" || :; done
  at_once=
  trap - INT TERM
}

# What a part builds for others is being built until this file is gone.
being_built() { echo "$home/target/building-$1"; }

# Waits for what the parts that run build for others.
await_built() {
  for name in unit web; do
    while [ -e "$(being_built $name)" ]; do sleep 0.2; done
  done
}

counts_of() {
  case "$1" in
    unit)
      count_xml "$home/protocol/target/surefire-reports" "$home/bench/target/surefire-reports" \
        "$home/blackbox/complement/target/surefire-reports"
      ;;
    http) count_xml "$home/server/target/surefire-reports" ;;
    long) count_xml "$home/protocol/target/surefire-reports" "$home/server/target/surefire-reports" ;;
    web) count_xml "$home/web/target" ;;
    form) if [ "$status" -eq 0 ]; then echo 1 0 0; else echo 0 1 0; fi ;;
    *) count_line "$2" ;;
  esac
}

# Reports of an earlier run would be counted again.
forget_reports() {
  for module in "$@"; do rm -rf "$home/$module/target/surefire-reports"; done
}

# The form of the code alone, so that a line break out of place does not hide what the tests say.
part_form() {
  maven spotless:check || return 1
}

# What the launcher finds and says on machines where something is missing.
part_launcher() {
  sh "$home/blackbox/launcher/run.sh"
}

# The server is compiled and packed before them, for the parts beside and after this one; its tests are compiled beside them.
part_unit() {
  forget_reports protocol bench blackbox/complement
  now=$(server_contents)
  maven -T2 -Dspotless.check.skip=true -Dmaven.test.skip=true package || return 1
  server_is_built "$now"
  rm -f "$(being_built unit)"
  (become_maven_beside -fae -pl protocol,bench,blackbox/complement -Dspotless.check.skip=true test) &
  tested=$!
  compiled=0
  maven -pl server -am -Dspotless.check.skip=true -Dserver.alone=true -Dprotocol.untested=true test-compile || compiled=1
  wait "$tested" && [ "$compiled" -eq 0 ]
}

part_http() {
  forget_reports server
  maven -pl server -am -Dspotless.check.skip=true -Dserver.alone=true test
}

# First parsers are fed nonsense for a minute each, in a process of its own: Jazzer feeds one test of a process.
# Then the versions of PostgreSQL between the oldest one and ours, which ordinary tests ask.
part_long() {
  forget_reports protocol server
  JAZZER_FUZZ=1 maven -pl protocol -Dspotless.check.skip=true -Dtests.alone=jazzer -Dtests.compiler= -DreuseForks=false test || return 1
  for version in 16.15.0 17.11.0; do
    maven -pl server -am -Dspotless.check.skip=true -Dserver.alone=true -Dpostgres.oldest.version=$version \
      -Dtest=OldestPostgresTest,OrderingTest -Dsurefire.failIfNoSpecifiedTests=false \
      -Dsurefire.reportNameSuffix="$version" test || return 1
  done
  maven -pl server -am -Dspotless.check.skip=true -Dserver.alone=true -Dlong test
}

# The client is built beside them, for the parts to come.
part_web() {
  web_libraries
  rm -rf "$home/web/target"
  (cd "$home/web" && exec npx vitest run --reporter=default --reporter=junit --outputFile=target/vitest.xml) &
  logic=$!
  checked=0
  npm --prefix "$home/web" run check || checked=1
  build_web
  rm -f "$(being_built web)"
  wait "$logic" && [ "$checked" -eq 0 ]
}

part_browser() {
  browser=$(find_chromium) || { echo "The browser tests need Chromium: apt install chromium."; return 1; }
  build_server
  build_web
  CHROMIUM="$browser" npm --prefix "$home/web" run journeys
}

# Clients that others wrote: matrix-nio, and matrix-js-sdk, which is among the libraries of the web client.
part_nio() {
  build_server
  build_web
  web_libraries
  sh "$home/blackbox/run.sh"
}

# What exists so far of the parts; a part appears with its first test.
parts() {
  echo launcher form unit http
  [ ! -f "$home/web/package.json" ] || echo web
  [ ! -f "$home/web/e2e/run.mjs" ] || echo browser
  [ ! -f "$home/blackbox/run.sh" ] || echo nio
}

tests() {
  find_jdk
  find_maven
  mkdir -p "$home/target"
  [ $# -gt 0 ] || set -- $(parts)
  for name in "$@"; do
    case "$name" in
      launcher | form | unit) ;;
      http | long) find_python; provide_heif ;;
      web) find_node ;;
      nio) find_node; find_python ;;
      browser) find_node; provide_chromium; provide_heif ;;
      *) refuse "There is no part \"$name\" of the tests: launcher form unit http web browser nio long." ;;
    esac
  done
  rm -f "$home"/target/test-*.row
  asked=" $* "
  at_once=
  together launcher
  for name in unit web; do
    case "$asked" in *" $name "*) : >"$(being_built "$name")" ;; *) rm -f "$(being_built "$name")" ;; esac
  done
  begin unit
  compiled=$begun
  begin form web
  await_built
  begin nio
  [ -z "$compiled" ] || wait "$compiled"
  begin http
  finish
  together browser
  together long
  echo
  for name in "$@"; do cat "$home/target/test-$name.row" || echo "$name 0 passed 1 failed"; done |
    awk '{ print; passed += $2; failed += $4 } END { print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 }'
}
