package parvis.core.sync;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import parvis.base.Refused;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.push.Glob;

/// Who may invite somebody, as they said themselves: what they say of people comes before what they
/// say of servers, and both before what they say of everybody.
/// spec: cs-api#minvite_permission_config, MSC4155
final class InvitePermission {
  static final String TYPE = "m.invite_permission_config";

  /// Where clients keep the lists before the specification has them.
  static final String LISTS = "org.matrix.msc4155.invite_permission_config";

  static final Set<String> TYPES = Set.of(TYPE, LISTS);

  /// Patterns of one list that are looked at.
  static final int PATTERNS_MAX = 1_000;

  static final InvitePermission EVERYBODY = new InvitePermission(List.of(), false);

  enum Answer {
    ALLOWED,
    /// The invitation goes out and is kept from whom it is for.
    IGNORED,
    /// The invitation is refused.
    BLOCKED
  }

  /// @param server whether patterns are of servers and not of people
  private record Entry(Answer answer, boolean server, List<Glob> patterns) {
    boolean takes(UserId inviter) {
      var name = server ? inviter.server().value() : inviter.value();
      return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }
  }

  private final List<Entry> entries;
  private final boolean nobody;

  private InvitePermission(List<Entry> entries, boolean nobody) {
    this.entries = entries;
    this.nobody = nobody;
  }

  /// What a person noted, under either type.
  static InvitePermission of(JsonObject config, JsonObject lists) {
    var nobody = config.string("default_action").filter("block"::equals).isPresent();
    var entries =
        Stream.of(false, true)
            .flatMap(
                server ->
                    Stream.of(Answer.values()).map(answer -> entry(answer, server, config, lists)))
            .filter(entry -> !entry.patterns().isEmpty())
            .toList();
    return new InvitePermission(entries, nobody);
  }

  private static Entry entry(Answer answer, boolean server, JsonObject... noted) {
    var word =
        switch (answer) {
          case ALLOWED -> "allowed";
          case IGNORED -> "ignored";
          case BLOCKED -> "blocked";
        };
    var name = word + (server ? "_servers" : "_users");
    var patterns =
        Stream.of(noted)
            .flatMap(one -> one.array(name).orElse(JsonArray.EMPTY).strings().stream())
            .limit(PATTERNS_MAX)
            .map(Glob::of)
            .toList();
    return new Entry(answer, server, patterns);
  }

  /// Refuses lists whose end would not be looked at: whoever blocks somebody there would not be
  /// protected.
  ///
  /// @throws Refused invalidParam
  static void check(JsonObject noted) {
    for (var name : noted.keys()) {
      var list = noted.array(name).orElse(JsonArray.EMPTY);
      if (list.values().size() > PATTERNS_MAX) {
        throw Refused.invalidParam("\"" + name + "\" has at most " + PATTERNS_MAX + " entries.");
      }
    }
  }

  Answer of(UserId inviter) {
    return entries.stream()
        .filter(entry -> entry.takes(inviter))
        .findFirst()
        .map(Entry::answer)
        .orElse(nobody ? Answer.BLOCKED : Answer.ALLOWED);
  }
}
