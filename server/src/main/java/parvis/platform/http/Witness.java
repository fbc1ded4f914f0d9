package parvis.platform.http;

/// Takes note of who looks at what is sensitive.
@FunctionalInterface
public interface Witness {
  /// Notes it, durably: what cannot be noted is not answered.
  ///
  /// @param deed what the route says of itself
  void saw(String deed, Call call);
}
