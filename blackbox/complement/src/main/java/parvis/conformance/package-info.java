/// Runs a foreign test suite that drives homeservers through Docker, without Docker.
///
/// `Engine` answers the calls of the Docker Engine API that such a suite makes. Behind it a network
/// is a slice of 127.0.0.0/8 (`Network`), a container is a process with an address in it
/// (`Container`), and an image is a script that starts a homeserver (`Launcher`) or what was
/// committed of a stopped container (`Image`). One PostgreSQL serves them all, with a database each
/// (`Postgres`).
///
/// `With` runs the suite's own test command against it, unmodified. The command prints the events
/// of Go's test runner (`TestEvent`); they become a text file, one line a test (`Results`), so that
/// conformance is a diff (`Comparison`). Of a failed test its words and what each homeserver logged
/// meanwhile are kept (`FailedLogs`).
///
/// Nothing here knows what a test is about, and nothing of the server's code.
@NullMarked
package parvis.conformance;

import org.jspecify.annotations.NullMarked;
