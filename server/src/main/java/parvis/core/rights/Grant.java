package parvis.core.rights;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What one app of a space is to somebody for whom it is set apart from their role.
public sealed interface Grant permits FeedGrant, TaskGrant, DecisionGrant {
  /// The apps that are set apart.
  List<String> APPS = List.of(FeedGrant.APP, TaskGrant.APP, DecisionGrant.APP);

  /// The app, as spaces switch it on.
  String app();

  String word();

  /// Whether it takes from somebody what others have who write in a space.
  boolean takes();

  /// Whether nobody from outside is given it.
  boolean forAgents();

  /// Puts itself in the place of what a role allows. Who is not in the space gets nothing by it,
  /// and who animates it has everything.
  void apply(Set<Action> allowed, Preset preset);

  /// All that an app can be to somebody; empty when nothing of that name is set apart.
  static Stream<Grant> of(String app) {
    return Stream.<Grant[]>of(FeedGrant.values(), TaskGrant.values(), DecisionGrant.values())
        .flatMap(Arrays::stream)
        .filter(grant -> grant.app().equals(app));
  }

  static Optional<Grant> said(String app, String word) {
    return of(app).filter(grant -> grant.word().equals(word)).findFirst();
  }

  /// Whether something may be set apart for who stands to a space that way.
  static boolean touches(Preset preset) {
    return preset == Preset.CONTRIBUTOR || preset == Preset.READER || preset == Preset.GUEST;
  }
}
