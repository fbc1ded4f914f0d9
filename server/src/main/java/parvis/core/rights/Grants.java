package parvis.core.rights;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// What is set apart in a space, by person and app, as its state event `fr.parvis.grants` says:
///
///     {"users": {"@jeanne:…": {"feed": "read", "tasks": "own", "by": {"tasks": "@alice:…"}}}}
public final class Grants {
  public static final String TYPE = "fr.parvis.grants";

  /// Who chose what is set apart, by app.
  private static final String BY = "by";

  private Grants() {}

  /// One app that is set apart for somebody.
  ///
  /// @param by who chose it; absent for what was chosen before that was kept
  public record Apart(UserId user, Grant grant, Optional<String> by) {}

  /// What is set apart, by person.
  public static JsonObject all(Space space) {
    return space
        .state()
        .event(TYPE, "")
        .flatMap(event -> event.pdu().content().object("users"))
        .orElse(JsonObject.EMPTY);
  }

  /// Those for whom something is set apart.
  public static List<UserId> named(Space space) {
    return all(space).keys().stream().flatMap(name -> UserId.parse(name).stream()).toList();
  }

  /// What is set apart for somebody, each app once.
  public static List<Apart> of(Space space, UserId user) {
    return all(space).object(user.value()).stream().flatMap(said -> apart(user, said)).toList();
  }

  private static Stream<Apart> apart(UserId user, JsonObject said) {
    var by = said.object(BY).orElse(JsonObject.EMPTY);
    return said.keys().stream()
        .flatMap(
            app ->
                said.string(app).flatMap(word -> Grant.said(app, word)).stream()
                    .map(grant -> new Apart(user, grant, by.string(app))));
  }

  /// What one app is to somebody, if it is set apart.
  public static Optional<Grant> of(Space space, UserId user, String app) {
    return of(space, user).stream()
        .map(Apart::grant)
        .filter(grant -> grant.app().equals(app))
        .findFirst();
  }

  /// What is said of somebody once some apps are as they were chosen: empty, where one is as their
  /// role has it.
  public static JsonObject with(
      JsonObject said, Map<String, Optional<Grant>> chosen, UserId chooser) {
    var apps = said.without(BY);
    var by = said.object(BY).orElse(JsonObject.EMPTY);
    for (var one : chosen.entrySet()) {
      var grant = one.getValue();
      var same = grant.map(Grant::word).equals(apps.string(one.getKey()));
      apps = apps.without(one.getKey());
      if (grant.isPresent()) {
        apps = apps.with(one.getKey(), grant.get().word());
      }
      if (!same) {
        by = by.without(one.getKey());
      }
      if (grant.isPresent() && !same) {
        by = by.with(one.getKey(), chooser.value());
      }
    }
    return by.isEmpty() ? apps : apps.with(BY, by);
  }

  /// Of what is said of somebody, what takes from them what others have.
  public static JsonObject taken(JsonObject said) {
    var kept = JsonObject.builder();
    var by = JsonObject.builder();
    var choosers = said.object(BY).orElse(JsonObject.EMPTY);
    for (var app : said.keys()) {
      var grant = said.string(app).flatMap(word -> Grant.said(app, word)).filter(Grant::takes);
      if (grant.isPresent()) {
        kept.put(app, grant.get().word());
        by.putIf(app, choosers.string(app));
      }
    }
    return by.isEmpty() ? kept.build() : kept.put(BY, by.build()).build();
  }
}
