# What Parvis needs on this machine: a JDK 25, Maven, Node 20; its tests, Python and Chromium too. Sourced by the launcher.

# Ends with one sentence for the person at the keyboard.
refuse() {
  echo "$1" >&2
  exit 1
}

jdk_version() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true
}

# Where Java is usually installed, the wanted version first.
usual_jdks() {
  for jdk in /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk* /opt/java/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* /usr/local/*jdk*; do
    echo "$jdk"
  done
}

# Sets and exports JAVA_HOME to a JDK 25 or newer.
find_jdk() {
  on_path=$(command -v javac 2>/dev/null || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  places=$(printf '%s\n' "${JAVA_HOME:-}" "$on_path"; usual_jdks)
  while read -r jdk; do
    [ -x "$jdk/bin/javac" ] || continue
    found=$(jdk_version "$jdk")
    if [ "${found:-0}" -ge 25 ]; then
      JAVA_HOME=$jdk
      export JAVA_HOME
      return 0
    fi
  done <<END
$places
END
  offer openjdk-25-jdk-headless && { find_jdk; return 0; }
  refuse "Parvis needs a JDK 25: install Temurin 25 (https://adoptium.net) and set JAVA_HOME to its folder."
}

find_maven() {
  command -v mvn >/dev/null 2>&1 && return 0
  offer maven || refuse "Parvis needs Maven to be built: install it (on Debian: apt install maven)."
}

# Prints the major version of Node, or 0 when there is no Node with its npm.
node_version() {
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || { echo 0; return; }
  node --version | sed 's/^v\([0-9]*\).*/\1/'
}

find_node() {
  [ "$(node_version)" -ge 20 ] && return 0
  [ "$(node_version)" -gt 0 ] || offer nodejs npm || true
  case "$(node_version)" in
    0) refuse "The web client of Parvis needs Node 20 to be built: install it (https://nodejs.org)." ;;
    ? | 1?) refuse "The web client of Parvis needs Node 20 or newer (https://nodejs.org); this is $(node --version)." ;;
  esac
}

# The path of a Chromium for the browser tests, or nothing.
find_chromium() {
  for browser in chromium chromium-browser google-chrome; do
    command -v "$browser" 2>/dev/null && return 0
  done
  return 1
}

# Whether there is a Python that can make itself a place for libraries; Debian's alone cannot.
has_python() {
  python3 -c 'import ensurepip, venv' >/dev/null 2>&1
}

find_python() {
  has_python && return 0
  provide Python python3 python3-venv && has_python && return 0
  refuse "The tests need Python 3 with venv: install it (on Debian: apt install python3 python3-venv)."
}

# Whether there is Chromium, and beside that of Debian the shell of it, in which the journeys walk a fifth faster.
has_chromium() {
  find_chromium >/dev/null && { ! has_debian || command -v chromium-headless-shell >/dev/null; }
}

has_debian() {
  [ -f /etc/debian_version ] && command -v chromium >/dev/null
}

# The emoji are those that the pictures of the tests would show as boxes.
provide_chromium() {
  has_chromium || provide Chromium chromium chromium-headless-shell fonts-noto-color-emoji || true
}

# The programs of libheif, with which tests make photographs as telephones do, and the server reads them. Where they are not
# there and cannot be brought, those tests fail and say so.
provide_heif() {
  command -v heif-enc >/dev/null || provide "libheif's programs" libheif-examples || true
}

# A Debian that root runs gets what only tests need from apt, without a question: nobody may be there to answer.
#   provide TITLE PACKAGE...
provide() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
  echo "Installing $1 for the tests ..."
  shift
  mkdir -p "$home/target"
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } \
    >"$home/target/apt.log" 2>&1 </dev/null
}

# Root of a Debian at a terminal is asked whether to install packages; nobody else is.
offer() {
  [ "$(id -u)" -eq 0 ] && [ -t 0 ] && [ -t 1 ] && command -v apt-get >/dev/null 2>&1 || return 1
  apt-cache show "$@" >/dev/null 2>&1 || return 1
  printf 'Parvis needs %s. Install it now with apt-get? [y/N] ' "$*"
  read -r answer
  case "$answer" in [yYoO]*) apt-get install -y --no-install-recommends "$@" ;; *) return 1 ;; esac
}
