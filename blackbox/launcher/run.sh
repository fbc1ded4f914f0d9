#!/bin/sh
# What the launcher says and finds, on machines that are made up here: folders with false programs in them.
set -u
home=$(cd "$(dirname "$0")/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# The tools of the system that the launcher itself needs, and nothing else.
mkdir -p "$work/tools" "$work/nobody"
for tool in sh sed dirname basename readlink id printf cat rm mkdir chmod sleep env grep tail date find awk timeout tr cut; do
  ln -s "$(command -v "$tool")" "$work/tools/$tool"
done

# A false program that only tells its version.
program() {
  mkdir -p "$(dirname "$1")"
  printf '#!/bin/sh\necho "%s"\n' "$2" >"$1"
  chmod +x "$1"
}

# A false JDK of a version.
jdk() {
  program "$1/bin/javac" "javac $2"
  echo "JAVA_VERSION=\"$2\"" >"$1/release"
}

# Runs a line of shell with what the launcher looks for things with; JDKs are usually in $work/usual. JAVA_HOME is $java.
said() {
  env -i HOME="$work/nobody" PATH="$path" work="$work" home="$work" ${java:+JAVA_HOME="$java"} sh -c ". '$home/bin/needs.sh'
    usual_jdks() { for jdk in $work/usual/*; do echo \"\$jdk\"; done; }
    $1" </dev/null >"$work/out" 2>&1
  status=$?
}

#   expect NAME STATUS LINES PATTERN: what was said last ended so, in so many lines ("many": any), one of which fits.
expect() {
  lines=$(grep -c '' "$work/out")
  if [ "$status" -eq "$2" ] && { [ "$3" = many ] || [ "$lines" -eq "$3" ]; } &&
    { [ "$3" = 0 ] || grep -q -e "${4:-}" "$work/out"; }; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED  $1: ended with $status, $lines lines:"
    cat "$work/out"
  fi
}

launched() {
  sh "$home/parvis" "$@" >"$work/out" 2>&1
  status=$?
}

# A build at a terminal, which says meanwhile how far it is; it is looked at in the end.
program "$work/miles/mvn" '[INFO] Compiling 7 source files'
echo "sleep 2" >>"$work/miles/mvn"
cat >"$work/building" <<END
home='$work'; . '$home/bin/needs.sh'; . '$home/bin/build.sh'
progress Building '$work/miles.log' '^\\[INFO\\] Compiling' become_maven package && echo Built
END
env -i SHELL=/bin/sh PATH="$work/miles:$work/tools" "$(command -v script)" -qec "sh $work/building" /dev/null \
  >"$work/drawn" 2>&1 </dev/null &
drawing=$!

env -i PATH="$work/tools" sh -c ". '$home/bin/needs.sh'; usual_jdks" >"$work/out" 2>&1
status=$?
expect "nobody at home" 0 many '^/\.jdks/'

path=$work/tools java=
said find_jdk
expect "no JDK" 1 1 '^Parvis needs a JDK 25: install '
jdk "$work/usual/java-17" 17.0.12
said find_jdk
expect "an old JDK alone" 1 1 '^Parvis needs a JDK 25: install '
jdk "$work/usual/java 26" 26.0.1
said 'find_jdk; echo "$JAVA_HOME"'
expect "a newer JDK in a usual folder, with a space in its name" 0 1 "/usual/java 26\$"
jdk "$work/elsewhere" 25.0.3
java=$work/elsewhere
said 'find_jdk; echo "$JAVA_HOME"'
expect "JAVA_HOME comes first" 0 1 "/elsewhere\$"
java=$work/usual/java-17
said 'find_jdk; echo "$JAVA_HOME"'
expect "a JAVA_HOME that is too old is passed over" 0 1 "/usual/java 26\$"
java=
mkdir -p "$work/linked"
ln -s "$work/elsewhere/bin/javac" "$work/linked/javac"
path=$work/linked:$work/tools
said 'find_jdk; echo "$JAVA_HOME"'
expect "the JDK of the PATH" 0 1 "/elsewhere\$"
path=$work/tools

said find_maven
expect "no Maven" 1 1 '^Parvis needs Maven to be built: install it '
program "$work/maven/mvn" 3.9.9
path=$work/maven:$work/tools
said find_maven
expect "Maven" 0 0

path=$work/tools
said find_node
expect "no Node" 1 1 '^The web client of Parvis needs Node 20 to be built: install it '
program "$work/node18/node" v18.20.4
program "$work/node18/npm" 9.2.0
path=$work/node18:$work/tools
said find_node
expect "an old Node" 1 1 '^The web client of Parvis needs Node 20 or newer (https://nodejs.org); this is v18.20.4\.$'
path=$work/offered:$work/tools
said 'offer() { mkdir "$work/offered"; cp() { cat "$1" >"$2"; chmod +x "$2"; }
  cp "$work/node18/node" "$work/offered/node"; cp "$work/node18/npm" "$work/offered/npm"; }
  find_node'
expect "what was installed is old, too" 1 1 '; this is v18.20.4\.$'
program "$work/node22/node" v22.11.0
program "$work/node22/npm" 10.9.0
path=$work/node22:$work/tools
said find_node
expect "Node" 0 0

# A false Python that has the modules or not.
python() {
  mkdir -p "$1"
  printf '#!/bin/sh\nexit %s\n' "$2" >"$1/python3"
  chmod +x "$1/python3"
}
needs_python='^The tests need Python 3 with venv: install it (on Debian: apt install python3 python3-venv)\.$'
program "$work/people/id" 1000
program "$work/root/id" 0
path=$work/people:$work/tools
said find_python
expect "no Python" 1 1 "$needs_python"
python "$work/python-alone" 1
path=$work/people:$work/python-alone:$work/tools
said find_python
expect "a Python without venv" 1 1 "$needs_python"
python "$work/python" 0
path=$work/people:$work/python:$work/tools
said find_python
expect "Python" 0 0
mkdir -p "$work/apt"
cat >"$work/apt/apt-get" <<'END'
#!/bin/sh
case "$*" in *python3-venv*) cat "$work/python/python3" >"$work/python-alone/python3" ;; esac
END
chmod +x "$work/apt/apt-get"
path=$work/people:$work/python-alone:$work/apt:$work/tools
said find_python
expect "who is not root gets nothing from apt" 1 1 "$needs_python"
path=$work/root:$work/python-alone:$work/apt:$work/tools
said find_python
expect "root of a Debian gets Python from apt" 0 1 '^Installing Python for the tests \.\.\.$'
for part in http nio; do
  env -i PATH="$work/people:$work/maven:$work/node22:$work/tools" JAVA_HOME="$work/elsewhere" \
    sh "$home/parvis" test form "$part" >"$work/out" 2>&1
  status=$?
  expect "without Python no part runs, when $part is one" 1 1 "$needs_python"
done

said 'offer nodejs || echo "not asked"'
expect "nobody is asked without a terminal" 0 1 '^not asked$'

# Who stops a build while Maven works. The false one tells its number.
mkdir -p "$work/works"
cat >"$work/works/mvn" <<'END'
#!/bin/sh
echo $$ >"$work/mvn.pid"
exec sleep 60
END
chmod +x "$work/works/mvn"
env -i PATH="$work/works:$work/tools" work="$work" home="$work" sh -c ". '$home/bin/needs.sh'; . '$home/bin/build.sh'
  progress Building '$work/build.log' . become_maven package" >"$work/out" 2>&1 &
building=$!
looks=0
until [ -s "$work/mvn.pid" ] || [ $looks -ge 100 ]; do
  sleep 0.1
  looks=$((looks + 1))
done
kill "$building"
wait "$building"
status=$?
! kill "$(cat "$work/mvn.pid")" 2>/dev/null || echo "Maven went on." >>"$work/out"
expect "who stops a build stops Maven" 130 1 '^Building$'

# A part that passes, and left no report of any test.
program "$work/parvis" "BUILD SUCCESS"
mkdir -p "$work/target"
path=$work/tools
said ". '$home/bin/test.sh'; part unit"
expect "a part in which no test ran has failed" 0 many '^unit  *0 passed  *1 failed '

launched --version
expect "version" 0 1 '^Parvis [0-9]*\.[0-9]*\.[0-9]*$'
launched --help
expect "help" 0 many './parvis start'
launched
expect "no command" 0 many './parvis start'
launched strat
expect "an unknown command" 2 1 '^There is no command "strat": see ./parvis --help\.$'
launched start --help
expect "help of a command" 0 many '--database-url URL'
launched test everything
expect "an unknown part of the tests" 1 1 '^There is no part "everything" of the tests: '

wait "$drawing"
status=$?
cp "$work/drawn" "$work/out"
expect "a build at a terminal shows how far it is" 0 many '^.*  \[INFO\] Compiling 7 source files'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
