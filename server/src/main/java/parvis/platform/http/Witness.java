package parvis.platform.http;

/// Takes note of who looks at what is sensitive.
@FunctionalInterface
public interface Witness {
  /// Notes it, durably: what cannot be noted is not answered.
  ///
  /// @param deed what the route says of itself
  /// @param hourly one line tells of all that somebody reads there from one address within an hour
  void saw(String deed, boolean hourly, Call call);
}
