package parvis.core.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.organisations.Standings;
import parvis.core.rooms.AccessRule.Rule;
import parvis.core.rooms.AccessRules.Passed;
import parvis.core.rooms.CreateRequest.InitialState;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What a new room is made as, where its maker's organisation has access rules: refuses what cannot
/// be, and says what the wish leaves open. What comes of it is checked event by event all the same.
final class Founding {
  private static final String ENCRYPTION = "m.room.encryption";
  private static final String MADE = "room_made";
  private static final long INVITE_LEAST = 50;
  private static final long STATE_LEAST = 100;

  private final Standings standings;

  Founding(Standings standings) {
    this.standings = standings;
  }

  /// What a room is made as.
  ///
  /// @param passed whether it is what access rules refuse to all but who is exempt
  record Founded(CreateRequest wish, Optional<Passed> passed) {}

  /// The wish, with all that access rules ask for; as it is, where they refuse it and do not bind
  /// its maker. To be called inside of [Standings#telling].
  ///
  /// @param again whether the room takes another one's place: it is what that was
  /// @throws Refused invalidParam for a rule that cannot be, forbidden for people who may not be
  ///     invited, and for makers who may make none
  Founded of(Actor actor, CreateRequest wish, boolean again) {
    var maker = standings.of(actor.user());
    if (maker.guest()) {
      throw Refused.forbidden("Who was invited from outside makes no rooms.");
    }
    if (!maker.rules()) {
      return new Founded(wish, Optional.empty());
    }
    try {
      return new Founded(ruled(wish, again), Optional.empty());
    } catch (Refused refused) {
      var house = standings.house(new Standings.Made(actor.user(), Long.MAX_VALUE));
      if (!standings.isExempt(house, actor.user())) {
        throw refused;
      }
      var passed = new Passed(actor.user(), house.organisation(), MADE);
      return new Founded(wish, Optional.of(passed));
    }
  }

  private CreateRequest ruled(CreateRequest wish, boolean again) {
    var asked = last(wish, AccessRule.TYPE);
    var rule = rule(wish, asked, again);
    var visibility = visibility(wish, asked, rule);
    refuseExternals(wish, rule);
    if (!again && isBelow(wish.powerLevelOverride())) {
      throw invalid("Inviting and changing a room asks for no less than is usual.");
    }
    var states = new ArrayList<InitialState>();
    states.add(said(wish, asked, rule, visibility));
    wish.initialState().stream()
        .filter(state -> !state.type().equals(AccessRule.TYPE))
        .forEach(states::add);
    if (!again && isEncryptedUnasked(wish, asked, rule, visibility)) {
      var algorithm = JsonObject.of("algorithm", "m.megolm.v1.aes-sha2");
      states.add(new InitialState(ENCRYPTION, "", algorithm));
    }
    if (visibility.equals(AccessRule.PUBLIC) && last(wish, AccessRules.RETENTION).isEmpty()) {
      var most = JsonObject.of(AccessRules.LIFETIME, AccessRules.FORUM_RETENTION_MAX.toMillis());
      states.add(new InitialState(AccessRules.RETENTION, "", most));
    }
    return again
        ? wish.with(wish.preset(), states, wish.powerLevelOverride())
        : wish.with(preset(wish, rule), states, levels(wish));
  }

  private static Optional<JsonObject> last(CreateRequest wish, String type) {
    return wish.initialState().reversed().stream()
        .filter(state -> state.type().equals(type) && state.stateKey().isEmpty())
        .findFirst()
        .map(InitialState::content);
  }

  private static Rule rule(CreateRequest wish, Optional<JsonObject> asked, boolean again) {
    var usual = wish.direct() ? Rule.DIRECT : Rule.RESTRICTED;
    var rule =
        asked
            .map(content -> AccessRule.of(content).rule().orElseThrow(Founding::unknown))
            .orElse(usual);
    if (!again && wish.direct() != (rule == Rule.DIRECT)) {
      throw invalid("A direct message is said to be one, and has the rule of one.");
    }
    return rule;
  }

  private static String visibility(CreateRequest wish, Optional<JsonObject> asked, Rule rule) {
    var usual = wish.published() ? AccessRule.PUBLIC : AccessRule.PRIVATE;
    var visibility =
        asked.filter(content -> content.has(AccessRule.VISIBILITY)).isEmpty()
            ? usual
            : AccessRule.of(asked.get()).visibility().orElseThrow(Founding::unknown);
    var shown = visibility.equals(AccessRule.PUBLIC);
    if (!shown && !visibility.equals(AccessRule.PRIVATE)) {
      throw unknown();
    }
    if (wish.published() && !shown) {
      throw invalid("What the directory shows is public.");
    }
    if (shown && (rule != Rule.RESTRICTED || !joinsArePublic(wish))) {
      throw invalid("What is public is open to all agents, and to nobody else.");
    }
    if (rule == Rule.DIRECT && joinsArePublic(wish)) {
      throw invalid("A direct message is not open to others.");
    }
    return visibility;
  }

  private static boolean joinsArePublic(CreateRequest wish) {
    return last(wish, "m.room.join_rules")
        .flatMap(content -> content.string("join_rule"))
        .orElse(wish.preset().joinRule)
        .equals("public");
  }

  /// Externals are invited into what is open to them, and are nowhere above all levels but between
  /// two.
  private void refuseExternals(CreateRequest wish, Rule rule) {
    if (rule == Rule.DIRECT) {
      return;
    }
    if (rule == Rule.RESTRICTED && anyExternal(wish.invite())) {
      throw Refused.forbidden("This room is closed to externals.");
    }
    var named = wish.creationContent().array("additional_creators").orElse(JsonArray.EMPTY);
    var trusted = wish.preset().trusted ? wish.invite().stream() : Stream.<UserId>of();
    var creators =
        Stream.concat(named.strings().stream().flatMap(id -> UserId.parse(id).stream()), trusted);
    if (anyExternal(creators.toList())) {
      throw invalid("An external is no creator of a room.");
    }
  }

  private boolean anyExternal(List<UserId> people) {
    return standings.all(people).values().stream().anyMatch(standing -> standing.external());
  }

  private static boolean isBelow(JsonObject levels) {
    return levels.integer("invite").orElse(INVITE_LEAST) < INVITE_LEAST
        || levels.integer("state_default").orElse(STATE_LEAST) < STATE_LEAST;
  }

  /// A client that says nothing of access rules knows nothing of them, and gets a private room in
  /// clear unless it encrypts it.
  private static InitialState said(
      CreateRequest wish, Optional<JsonObject> asked, Rule rule, String visibility) {
    var content =
        asked
            .orElse(JsonObject.EMPTY)
            .with(AccessRule.RULE, rule.word())
            .with(AccessRule.VISIBILITY, visibility);
    var encrypted = last(wish, ENCRYPTION).isPresent();
    var unspoken = asked.isEmpty() && !encrypted && rule == Rule.RESTRICTED;
    if (unspoken && visibility.equals(AccessRule.PRIVATE)) {
      content = content.with(AccessRule.CLEAR, true);
    }
    if (encrypted && isClear(Optional.of(content))) {
      throw invalid("A room is made in clear or encrypted.");
    }
    return new InitialState(AccessRule.TYPE, "", content);
  }

  private static boolean isClear(Optional<JsonObject> content) {
    return content.flatMap(said -> AccessRule.of(said).clear()).orElse(false);
  }

  private static boolean isEncryptedUnasked(
      CreateRequest wish, Optional<JsonObject> asked, Rule rule, String visibility) {
    return asked.isPresent()
        && rule == Rule.RESTRICTED
        && visibility.equals(AccessRule.PRIVATE)
        && !isClear(asked)
        && !joinsArePublic(wish)
        && last(wish, ENCRYPTION).isEmpty();
  }

  private static CreateRequest.Preset preset(CreateRequest wish, Rule rule) {
    return rule == Rule.DIRECT ? CreateRequest.Preset.TRUSTED_PRIVATE_CHAT : wish.preset();
  }

  /// The usual levels, and over them what the wish says.
  private static JsonObject levels(CreateRequest wish) {
    var aboveAll = wish.version().creatorsAbovePowerLevels();
    var content =
        JsonObject.of(
            "state_default", STATE_LEAST,
            "invite", INVITE_LEAST,
            "events",
                JsonObject.of(
                    "m.room.name", 50,
                    "m.room.avatar", 50,
                    "m.room.canonical_alias", 50,
                    "m.room.topic", 50,
                    "m.room.tombstone", aboveAll ? STATE_LEAST + 50 : STATE_LEAST,
                    "m.beacon_info", 0,
                    "org.matrix.msc3401.call.member", 0));
    for (var name : wish.powerLevelOverride().keys()) {
      var value = wish.powerLevelOverride().get(name);
      content = value == null ? content : content.with(name, value);
    }
    return content;
  }

  private static Refused unknown() {
    return invalid("Such a rule is not known.");
  }

  private static Refused invalid(String why) {
    return Refused.invalidParam("Invalid access rule: " + why);
  }
}
