package parvis.platform.http;

/// How much of something one account or address may do: a bucket holds `burst` of it and regains
/// `perSecond` each second.
public sealed interface Rate permits RateClass, DayBudget {
  double perSecond();

  double burst();
}
