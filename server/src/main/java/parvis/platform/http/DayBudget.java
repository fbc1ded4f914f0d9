package parvis.platform.http;

/// What one account may see of the house in a day, beyond what it works with: enough for a person,
/// too little to copy the house through one account that was taken over.
///
/// It is counted in memory, by each node for itself.
///
/// @param amount of whatever the budget counts
public record DayBudget(String name, long amount) implements Rate {
  private static final double DAY_SECONDS = 86_400;

  @Override
  public double perSecond() {
    return amount / DAY_SECONDS;
  }

  @Override
  public double burst() {
    return amount;
  }
}
