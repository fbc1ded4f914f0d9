package parvis.core.rights;

import java.util.Locale;
import java.util.Set;

/// What the feed is to somebody for whom it is set apart from their role.
public enum FeedGrant implements Grant {
  /// As if it were not there: they are kept out of its room.
  NONE,
  READ,
  WRITE;

  /// The app, as spaces switch it on and as it is set apart.
  public static final String APP = "feed";

  @Override
  public String app() {
    return APP;
  }

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean takes() {
    return this != WRITE;
  }

  @Override
  public boolean forAgents() {
    return false;
  }

  /// Nothing: it is a place, or a level, in the room of the feed, which [Rights#of] asks.
  @Override
  public void apply(Set<Action> allowed, Preset preset) {}
}
