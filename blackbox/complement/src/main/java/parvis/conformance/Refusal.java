package parvis.conformance;

/// A call of the engine that is answered with a status and a reason.
@SuppressWarnings("serial")
final class Refusal extends RuntimeException {
  private final int status;

  Refusal(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
