package parvis.protocol.room;

import static parvis.protocol.room.AuthVerdict.allow;
import static parvis.protocol.room.AuthVerdict.denied;
import static parvis.protocol.room.AuthVerdict.when;

import java.util.Optional;
import parvis.protocol.event.Pdu;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.sign.Signatures;
import parvis.protocol.sign.Verifier;

/// The rules for one member event: who may join, invite, leave, ban and knock.
///
/// spec: rooms/v12#authorisation-rules, rule 5
final class MemberRules {
  private final Pdu event;
  private final RoomVersion version;
  private final Pdu create;
  private final RoomState state;
  private final Verifier verifier;
  private final PowerLevels levels;
  private final String sender;
  private final String target;

  MemberRules(Pdu event, Pdu create, RoomState state, Verifier verifier) {
    this.event = event;
    this.create = create;
    this.state = state;
    this.verifier = verifier;
    this.version = event.version();
    this.levels = PowerLevels.of(version, state);
    this.sender = event.sender().value();
    this.target = event.stateKey().orElse("");
  }

  AuthVerdict check() {
    // rule 5.1
    if (!event.isState()) return denied("a member event is state");
    if (!event.content().has("membership")) return denied("a member event without membership");
    // rule 5.2: the signature itself was checked on arrival
    if (version.restrictedJoins() && !authorisingServerSigned()) {
      return denied("the authorising server has not signed");
    }
    Membership wanted = Membership.of(event).orElse(null);
    // rule 5.8
    if (wanted == null || !known(wanted)) return denied("an unknown membership");
    return switch (wanted) {
      case JOIN -> join();
      case INVITE -> event.content().has("third_party_invite") ? thirdParty() : invite();
      case LEAVE -> leave();
      case BAN -> ban();
      case KNOCK -> knock();
    };
  }

  private boolean known(Membership membership) {
    return membership != Membership.KNOCK || version.knocking();
  }

  private boolean authorisingServerSigned() {
    if (!event.content().has("join_authorised_via_users_server")) return true;
    return event
        .content()
        .string("join_authorised_via_users_server")
        .flatMap(UserId::parse)
        .filter(user -> Signatures.present(event.json(), user.server()))
        .isPresent();
  }

  /// Rule 5.3.
  private AuthVerdict join() {
    // rule 5.3.1
    boolean first =
        event.prevEvents().size() == 1 && event.prevEvents().getFirst().equals(create.eventId());
    if (first && founder().equals(target)) return allow();
    // rule 5.3.2
    if (!sender.equals(target)) return denied("nobody joins for somebody else");
    Membership now = Membership.of(state, sender);
    // rule 5.3.3
    if (now == Membership.BAN) return denied("the sender is banned");
    JoinRule rule = JoinRule.of(version, state);
    boolean welcome = now == Membership.INVITE || now == Membership.JOIN;
    return switch (rule) {
      // rule 5.3.4
      case INVITE, KNOCK -> when(welcome, "the room asks for an invitation");
      // rule 5.3.5
      case RESTRICTED, KNOCK_RESTRICTED ->
          when(welcome || authorised(), "nobody who may invite has authorised the join");
      // rule 5.3.6
      case PUBLIC -> allow();
      // rule 5.3.7
      case PRIVATE -> denied("nobody may join");
    };
  }

  private String founder() {
    return version.namesCreator()
        ? create.content().string("creator").orElse("")
        : create.sender().value();
  }

  /// Rule 5.3.5.2. Who is not in the room may invite nobody.
  private boolean authorised() {
    Optional<String> by = event.content().string("join_authorised_via_users_server");
    return by.isPresent()
        && Membership.of(state, by.get()) == Membership.JOIN
        && levels.user(by.get()) >= levels.invite();
  }

  /// Rule 5.4.1.
  private AuthVerdict thirdParty() {
    if (Membership.of(state, target) == Membership.BAN) return denied("the target is banned");
    Optional<JsonObject> signed =
        event.content().object("third_party_invite").flatMap(invite -> invite.object("signed"));
    if (signed.isEmpty()) return denied("a third-party invite without signed");
    Optional<String> user = signed.get().string("mxid");
    Optional<String> token = signed.get().string("token");
    if (user.isEmpty() || token.isEmpty()) return denied("signed lacks mxid or token");
    if (!user.get().equals(target)) return denied("the third party invited somebody else");
    return new ThirdPartyInvite(signed.get(), token.get(), state, verifier).check(event.sender());
  }

  /// Rules 5.4.2 to 5.4.5.
  private AuthVerdict invite() {
    if (!senderJoined()) return denied("the sender is not joined");
    Membership now = Membership.of(state, target);
    if (now == Membership.JOIN) return denied("the target is joined already");
    if (now == Membership.BAN) return denied("the target is banned");
    return when(levels.user(sender) >= levels.invite(), "the sender may not invite");
  }

  /// Rule 5.5.
  private AuthVerdict leave() {
    Membership now = Membership.of(state, target);
    // rule 5.5.1
    if (sender.equals(target)) {
      boolean inside =
          now == Membership.INVITE
              || now == Membership.JOIN
              || (now == Membership.KNOCK && version.knocking());
      return when(inside, "the sender is not in the room");
    }
    // rule 5.5.2
    if (!senderJoined()) return denied("the sender is not joined");
    long power = levels.user(sender);
    // rule 5.5.3
    if (now == Membership.BAN && power < levels.ban()) return denied("the sender may not unban");
    // rule 5.5.4
    return when(
        power >= levels.kick() && levels.user(target) < power, "the sender may not remove them");
  }

  /// Rule 5.6.
  private AuthVerdict ban() {
    if (!senderJoined()) return denied("the sender is not joined");
    long power = levels.user(sender);
    return when(
        power >= levels.ban() && levels.user(target) < power, "the sender may not ban them");
  }

  /// Rule 5.7.
  private AuthVerdict knock() {
    if (!JoinRule.of(version, state).knockable()) return denied("the room takes no knocks");
    if (!sender.equals(target)) return denied("nobody knocks for somebody else");
    Membership now = Membership.of(state, sender);
    boolean outside = now == Membership.LEAVE || now == Membership.KNOCK;
    return when(outside, "the sender is banned, invited or joined");
  }

  private boolean senderJoined() {
    return Membership.of(state, sender) == Membership.JOIN;
  }
}
