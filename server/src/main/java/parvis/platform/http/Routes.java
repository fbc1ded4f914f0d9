package parvis.platform.http;

import java.util.List;

/// The routes of one feature, in one readable table.
public record Routes(List<Route> all) {
  public Routes {
    all = List.copyOf(all);
  }

  public static Routes of(Route... routes) {
    return new Routes(List.of(routes));
  }
}
