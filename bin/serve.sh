# Becomes the server that was built. Sourced by the launcher and by whoever starts many of them.

# One thread compiles and the heap grows only as needed: a town hall's machine is small.
# What is made lives for a request, or for long: in a young part of fixed size most of it dies before anybody copies it, and the
# rest of the heap is for what is kept.
# Out of memory, one part would stop and the others wait for it: the process ends, to be started again.
java_options="-XX:+ExitOnOutOfMemoryError -XX:+UseSerialGC -Xms96m -Xmn64m -Xmx1g -XX:TieredStopAtLevel=4"

# Classes as they lie in memory, kept from an earlier start; a start then takes a third of the time.
archive="$home/target/parvis.jsa"

# Who may not write beside the program uses what is there.
serve() {
  keep=-XX:+AutoCreateSharedArchive
  if [ ! -w "$home/target" ]; then
    keep=-Xshare:auto
    [ -f "$archive" ] || archive=$JAVA_HOME/lib/server/classes.jsa
  fi
  # shellcheck disable=SC2086
  exec "$JAVA_HOME/bin/java" $java_options \
    $keep -XX:SharedArchiveFile="$archive" -Xlog:cds=off -Xlog:cds+dynamic=off \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true \
    -Djava.awt.headless=true -Dparvis.web="$home/web/dist" ${JAVA_OPTS:-} \
    -jar "$home/server/target/parvis-server-$version.jar" start "$@"
}
