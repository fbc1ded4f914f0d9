package parvis.core.rooms;

import java.util.ArrayList;
import java.util.List;
import parvis.base.Refused;
import parvis.core.organisations.Unlooked;
import parvis.core.rooms.AccessTable.Attempt;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// Closes a room to externals that was opened to them, which its access rule cannot take back: the
/// state event `fr.parvis.externals` says that none are admitted, and the same commit takes those
/// out who are in the room, invited or asking. The room may admit some again.
final class Closing {
  static final String TYPE = "fr.parvis.externals";
  static final String ADMITTED = "admitted";

  /// Externals of one room that are taken out at once; whoever has more takes out some before.
  static final int EXTERNALS_MAX = 200;

  private static final String REASON = "Ce salon n'admet plus d'externes.";

  private final AccessRules rules;
  private final Preparer preparer;

  Closing(AccessRules rules, Preparer preparer) {
    this.rules = rules;
    this.preparer = preparer;
  }

  /// Whether a room says that it admits no externals any more.
  static boolean isClosed(State state) {
    return state.event(TYPE, "").filter(event -> closes(event.pdu().content())).isPresent();
  }

  private static boolean closes(JsonObject content) {
    return content.bool(ADMITTED).filter(admitted -> !admitted).isPresent();
  }

  /// What is written instead of `drafts`: the same, and after what closes the room, whom it takes
  /// out. To be called inside of [AccessRules#telling].
  ///
  /// @throws Refused when there are too many to be taken out at once
  List<Draft> along(RoomView on, List<Draft> drafts) {
    var closing = drafts.stream().filter(Closing::isClosing).findFirst();
    if (closing.isEmpty() || !mayBeClosed(on.state())) {
      return drafts;
    }
    var out = new ArrayList<Draft>();
    for (var external : externals(on.state())) {
      var content = JsonObject.of("membership", "leave", "reason", REASON);
      var sender = closing.get();
      out.add(
          Draft.state(
              sender.sender(), sender.senderNid(), State.MEMBER, external.value(), content));
    }
    var cold = out.stream().filter(draft -> !preparer.isWarm(draft)).toList();
    if (!cold.isEmpty()) {
      throw new Unlooked(() -> cold.forEach(preparer::warm));
    }
    var all = new ArrayList<>(drafts);
    all.addAll(out);
    return all;
  }

  private static boolean isClosing(Draft draft) {
    return draft.type().equals(TYPE)
        && draft.stateKey().filter(String::isEmpty).isPresent()
        && closes(draft.content());
  }

  private boolean mayBeClosed(State state) {
    return rules.house(state).rules()
        && AccessTable.allows(Attempt.EXTERNALS_DECIDED, AccessRule.kind(state));
  }

  private List<UserId> externals(State state) {
    var externals = rules.externals(state);
    if (externals.size() > EXTERNALS_MAX) {
      throw Refused.of(
          Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
          "At most " + EXTERNALS_MAX + " externals are taken out at once; remove some first.");
    }
    return externals;
  }
}
