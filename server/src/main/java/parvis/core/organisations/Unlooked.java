package parvis.core.organisations;

/// Thrown where nothing may be looked up, because a lock is held: what must be looked up first.
/// [Standings#telling] catches it. It carries no stack.
public final class Unlooked extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Runnable look;

  /// @param look brings to memory what is asked for
  public Unlooked(Runnable look) {
    super("look first", null, false, false);
    this.look = look;
  }

  void look() {
    look.run();
  }
}
