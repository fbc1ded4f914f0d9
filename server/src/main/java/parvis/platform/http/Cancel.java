package parvis.platform.http;

/// Takes back something that was to happen later. Harmless when it has already happened.
@FunctionalInterface
public interface Cancel {
  void cancel();
}
