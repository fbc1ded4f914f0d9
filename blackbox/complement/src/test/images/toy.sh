#!/bin/sh
# The smallest image: answers with what it was told, and counts its starts in its data folder.
set -eu
case ${1:-} in
  version) echo "Toy 1" ;;
  run)
    exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
      -Xmx64m -cp "$(dirname "$0")/../../../target/test-classes" parvis.conformance.Toy
    ;;
esac
