package parvis.platform.http;

import java.util.List;
import java.util.stream.Stream;

/// The routes of one feature, in one readable table.
public record Routes(List<Route> all) {
  public Routes {
    all = List.copyOf(all);
  }

  public static Routes of(Route... routes) {
    return new Routes(List.of(routes));
  }

  /// These routes and then others.
  public Routes and(Routes more) {
    return new Routes(Stream.concat(all.stream(), more.all.stream()).toList());
  }
}
