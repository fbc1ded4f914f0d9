package parvis.suite.spaces;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import parvis.core.rights.Space;
import parvis.core.rights.TaskGrant;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// What one app is to somebody for whom it is set apart from their role.
enum Apart {
  NONE,
  READ,
  WRITE,
  /// As their role has it.
  USUAL;

  static final String TYPE = "fr.parvis.grants";
  static final String FEED = "feed";

  static Optional<Apart> said(String word) {
    return Arrays.stream(values()).filter(apart -> apart.word().equals(word)).findFirst();
  }

  /// What the feed is to somebody.
  static Apart of(Space space, UserId user) {
    return space
        .state()
        .event(TYPE, "")
        .flatMap(event -> event.pdu().content().object("users"))
        .flatMap(users -> users.object(user.value()))
        .flatMap(apps -> apps.string(FEED))
        .flatMap(Apart::said)
        .orElse(USUAL);
  }

  /// What is set apart, by person.
  static JsonObject all(Space space) {
    return space
        .state()
        .event(TYPE, "")
        .flatMap(event -> event.pdu().content().object("users"))
        .orElse(JsonObject.EMPTY);
  }

  /// Of what is set apart for somebody, what takes from them what others have.
  static JsonObject taken(JsonObject apps) {
    return JsonObject.builder()
        .putIf(FEED, apps.string(FEED).filter(word -> !word.equals(WRITE.word())))
        .putIf(TaskGrant.APP, apps.string(TaskGrant.APP).filter(TaskGrant::takes))
        .build();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
