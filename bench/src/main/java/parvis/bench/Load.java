package parvis.bench;

import java.util.concurrent.Callable;

/// A kind of load, with the homeserver and the sizes that the command line gave it.
interface Load extends Callable<Integer> {
  Target target();

  /// Runs the load against the homeserver.
  Report measure();

  /// Runs it and publishes what it found.
  @Override
  default Integer call() {
    Report report = measure();
    target().publish(report);
    return report.failed() ? 1 : 0;
  }
}
