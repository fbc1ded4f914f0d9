package parvis.core.rooms;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parvis.core.identity.Accounts;
import parvis.core.organisations.House;
import parvis.core.organisations.Standing;
import parvis.core.organisations.Standings;
import parvis.core.organisations.Unlooked;
import parvis.core.rooms.AccessTable.Attempt;
import parvis.core.rooms.AccessTable.Kind;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// Who administers a room after the last one who did has left it, decided in the same commit: the
/// highest moderators of those who are not external; else those members who approve what people ask
/// of the room's organisation; else everybody, where the organisation wishes so.
///
/// Who is external, or was kept out of the house, neither succeeds nor remains: nobody administers
/// through them.
///
/// It is so in rooms with access rules, and in spaces with their rooms; a plain room of Matrix is
/// left as it is. Where nobody succeeds the server itself is named and invited: in its name it is
/// done what those decide who may name somebody ([Hosts]). Approvers are not brought into a room by
/// themselves: what is said in it is not theirs to read before they take it over. What two say to
/// each other is never theirs: a conversation of two stays with who remains.
final class Succession {
  /// Members named at once, so that the event stays far below the size that events may have.
  static final int NAMED_MAX = 300;

  private static final String LEVELS = AccessRules.LEVELS;

  private final AccessRules rules;
  private final Standings standings;
  private final Preparer preparer;

  Succession(AccessRules rules, Standings standings, Preparer preparer) {
    this.rules = rules;
    this.standings = standings;
    this.preparer = preparer;
  }

  /// What is written instead of `drafts`: the same, and before it who succeeds. To be called inside
  /// of [AccessRules#telling].
  List<Draft> along(RoomVersion version, RoomView on, List<Draft> drafts) {
    var leaving = drafts.stream().filter(draft -> isLeaving(on.state(), draft)).findFirst();
    var named = leaving.map(draft -> succeeding(version, on, draft)).orElse(List.of());
    if (named.isEmpty()) {
      return drafts;
    }
    var cold = named.stream().filter(draft -> !preparer.isWarm(draft)).toList();
    if (!cold.isEmpty()) {
      throw new Unlooked(() -> cold.forEach(preparer::warm));
    }
    var all = new ArrayList<>(named);
    all.addAll(drafts);
    return all;
  }

  private static boolean isLeaving(State state, Draft draft) {
    return draft.type().equals(State.MEMBER)
        && draft.stateKey().filter(draft.sender().value()::equals).isPresent()
        && draft.content().string("membership").filter("leave"::equals).isPresent()
        && isJoined(state, draft.sender());
  }

  private static boolean isJoined(State state, UserId user) {
    return state.membership(user).filter(now -> now == Membership.JOIN).isPresent();
  }

  private List<Draft> succeeding(RoomVersion version, RoomView on, Draft leaving) {
    var outlook = outlook(version, on, leaving.sender());
    var state = on.state();
    var needed = PowerLevels.of(version, state).event(LEVELS, true);
    return switch (outlook.rule()) {
      case OTHERS, NOBODY -> List.of();
      case MODERATORS, APPROVERS ->
          List.of(draft(leaving, naming(content(state), outlook.heirs(), needed)));
      case ALL ->
          List.of(
              draft(
                  leaving,
                  AccessTable.allows(Attempt.LEVEL_FOR_ALL, AccessRule.kind(state))
                      ? content(state).with("users_default", needed)
                      : naming(content(state), outlook.heirs(), needed)));
      case NAMED_LATER -> kept(leaving, content(state), needed);
    };
  }

  /// @param heirs those who succeed; empty where the rule names nobody by name
  record Outlook(Hosts.Rule rule, List<UserId> heirs) {
    static Outlook of(Hosts.Rule rule) {
      return new Outlook(rule, List.of());
    }
  }

  /// What would happen to a room if somebody left it. To be called inside of [AccessRules#telling].
  Outlook outlook(RoomVersion version, RoomView on, UserId leaving) {
    var state = on.state();
    var levels = PowerLevels.of(version, state);
    var needed = levels.event(LEVELS, true);
    if (levels.user(leaving) < needed || levels.usersDefault() >= needed) {
      return Outlook.of(Hosts.Rule.OTHERS);
    }
    var house = rules.house(state);
    var named =
        levels.named().stream()
            .filter(user -> !user.equals(leaving) && isJoined(state, user))
            .toList();
    var others = house.rules() ? acting(named) : named;
    if (others.stream().anyMatch(user -> levels.user(user) >= needed)) {
      return Outlook.of(Hosts.Rule.OTHERS);
    }
    var ruled = house.rules() || isOfSpace(state);
    return ruled && AccessRule.kind(state) != Kind.DIRECT
        ? outlook(house, on, levels, named, leaving)
        : Outlook.of(Hosts.Rule.NOBODY);
  }

  private Outlook outlook(
      House house, RoomView on, PowerLevels levels, List<UserId> named, UserId leaving) {
    var state = on.state();
    var moderators = highest(levels, acting(named));
    if (!moderators.isEmpty()) {
      return new Outlook(Hosts.Rule.MODERATORS, moderators);
    }
    var approvers =
        acting(
            standings.approvers(house).stream()
                .filter(user -> !user.equals(leaving) && isJoined(state, user))
                .toList());
    if (!approvers.isEmpty()) {
      return new Outlook(Hosts.Rule.APPROVERS, approvers);
    }
    if (house.promotesAll()) {
      var agents = agents(state, leaving);
      if (!agents.isEmpty()) {
        return new Outlook(Hosts.Rule.ALL, agents);
      }
    }
    return Outlook.of(
        on.joined().length > 1 && !Hosts.isOfTwo(on) ? Hosts.Rule.NAMED_LATER : Hosts.Rule.NOBODY);
  }

  /// What is said of levels in a room, but for what nobody may say there any more.
  private JsonObject content(State state) {
    var said = state.event(LEVELS, "").map(event -> event.pdu().content()).orElse(JsonObject.EMPTY);
    return AccessTable.allows(Attempt.LEVEL_FOR_EXTERNAL, AccessRule.kind(state))
        ? said
        : withoutExternals(said);
  }

  static boolean isOfSpace(State state) {
    var type =
        state.event("m.room.create", "").flatMap(made -> made.pdu().content().string("type"));
    return type.filter("m.space"::equals).isPresent()
        || state.others().stream().anyMatch(event -> event.type().equals("m.space.parent"));
  }

  /// The server itself has the power, and does nothing with it by itself.
  private static List<Draft> kept(Draft leaving, JsonObject content, long needed) {
    var self = UserId.of(Accounts.SERVER_ITSELF, leaving.sender().server()).orElseThrow();
    var invited = JsonObject.of("membership", "invite");
    var invitation =
        Draft.state(leaving.sender(), leaving.senderNid(), State.MEMBER, self.value(), invited);
    return List.of(
        draft(leaving, naming(content, List.of(self), needed)), invitation.at(leaving.ts()));
  }

  /// Those with most power above what everybody has.
  private static List<UserId> highest(PowerLevels levels, List<UserId> others) {
    var raised = others.stream().filter(user -> levels.user(user) > levels.usersDefault()).toList();
    var most = raised.stream().mapToLong(levels::user).max().orElse(0);
    return raised.stream().filter(user -> levels.user(user) == most).toList();
  }

  /// Those who are agents, and kept out by nothing.
  private List<UserId> acting(List<UserId> people) {
    var known = standings.all(people);
    return people.stream().filter(user -> isActing(known.get(user))).toList();
  }

  private static boolean isActing(@Nullable Standing standing) {
    return standing != null && !standing.external() && !standing.barred();
  }

  private List<UserId> agents(State state, UserId leaving) {
    var here =
        state.members().stream()
            .filter(member -> State.membership(member).filter(Membership.JOIN::equals).isPresent())
            .flatMap(member -> member.stateKey().flatMap(UserId::parse).stream())
            .filter(user -> !user.equals(leaving))
            .limit(NAMED_MAX)
            .toList();
    return acting(here);
  }

  /// What a room that externals may be in lets anybody say: who has become one has no power.
  private JsonObject withoutExternals(JsonObject content) {
    var users = content.object("users").orElse(JsonObject.EMPTY);
    var people = users.keys().stream().flatMap(user -> UserId.parse(user).stream()).toList();
    for (var known : standings.all(people).entrySet()) {
      if (known.getValue().external()) {
        users = users.without(known.getKey().value());
      }
    }
    return content.without("users_default").with("users", users);
  }

  private static JsonObject naming(JsonObject content, Collection<UserId> people, long level) {
    var users = content.object("users").orElse(JsonObject.EMPTY);
    for (var user : people) {
      users = users.with(user.value(), level);
    }
    return content.with("users", users);
  }

  private static Draft draft(Draft leaving, JsonObject content) {
    return Draft.state(leaving.sender(), leaving.senderNid(), LEVELS, "", content).at(leaving.ts());
  }
}
