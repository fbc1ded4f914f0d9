package parvis.suite.spaces;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Folded;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Affiliations.Affiliation;
import parvis.core.rights.Action;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.RoomEvent;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;

/// Who is in a space, who is invited, and who asks to come in.
final class Members {
  /// Those before the door in one answer, of each kind.
  static final int WAITING_MAX = 200;

  private final Rights rights;
  private final Affiliations affiliations;

  Members(SpacesFeature.Needs needs) {
    this.rights = needs.rights();
    this.affiliations = needs.affiliations();
  }

  /// Somebody in a space, or before its door.
  ///
  /// @param sinceMs when they became what they are, or changed their name last
  /// @param reason why they ask to come in
  record Member(
      UserId user,
      Optional<String> name,
      Optional<String> avatar,
      Preset role,
      Optional<Affiliation> affiliation,
      boolean external,
      long sinceMs,
      Optional<String> reason) {}

  /// A page of those who are in.
  ///
  /// @param total how many fit what was asked
  record Page(List<Member> members, List<Member> invited, List<Member> asking, int total) {}

  Page page(Actor actor, String spaceId, String term, int from, int limit) {
    var space = rights.require(actor, spaceId, Action.ENTER);
    var animates = rights.preset(actor.user(), space) == Preset.ANIMATOR;
    var in = fitting(space, Membership.JOIN, term);
    var page = in.stream().skip(from).limit(limit).toList();
    var invited = animates ? waiting(space, Membership.INVITE, term) : List.<RoomEvent>of();
    var asking = animates ? waiting(space, Membership.KNOCK, term) : List.<RoomEvent>of();
    var everybody = new ArrayList<RoomEvent>(page);
    everybody.addAll(invited);
    everybody.addAll(asking);
    var of = affiliations.of(everybody.stream().map(Members::user).toList());
    return new Page(
        page.stream().map(event -> member(space, event, of)).toList(),
        invited.stream().map(event -> member(space, event, of)).toList(),
        asking.stream().map(event -> member(space, event, of)).toList(),
        in.size());
  }

  /// Everybody in it, for the table that animators take along.
  List<Member> all(Actor actor, String spaceId) {
    var space = rights.require(actor, spaceId, Action.EXPORT);
    var in = fitting(space, Membership.JOIN, "");
    var of = affiliations.of(in.stream().map(Members::user).toList());
    return in.stream().map(event -> member(space, event, of)).toList();
  }

  private static List<RoomEvent> waiting(Space space, Membership membership, String term) {
    return fitting(space, membership, term).stream().limit(WAITING_MAX).toList();
  }

  /// Those with most power first, then by name.
  private static List<RoomEvent> fitting(Space space, Membership membership, String term) {
    var levels = space.levels();
    var folded = Folded.of(term.strip());
    return space.state().members().stream()
        .filter(event -> event.membership().filter(membership::equals).isPresent())
        .filter(event -> folded.isEmpty() || Folded.of(shown(event)).contains(folded))
        .sorted(
            Comparator.comparingLong((RoomEvent event) -> -levels.user(user(event)))
                .thenComparing(Members::shown))
        .toList();
  }

  private static String shown(RoomEvent event) {
    return event.pdu().content().string("displayname").orElse("") + " " + user(event).value();
  }

  private static UserId user(RoomEvent event) {
    return new UserId(event.stateKey().orElseThrow());
  }

  private Member member(Space space, RoomEvent event, Map<UserId, Affiliation> of) {
    var user = user(event);
    var content = event.pdu().content();
    var affiliation = Optional.ofNullable(of.get(user));
    var external =
        rights.areOrganisations() && affiliation.filter(one -> !one.external()).isEmpty();
    return new Member(
        user,
        content.string("displayname"),
        content.string("avatar_url"),
        role(space, user, external),
        affiliation,
        external,
        event.ts(),
        content.string("reason"));
  }

  private static Preset role(Space space, UserId user, boolean external) {
    if (external) {
      return Preset.GUEST;
    }
    var level = space.levels().user(user);
    return level >= Preset.ANIMATOR.level()
        ? Preset.ANIMATOR
        : level >= Preset.CONTRIBUTOR.level() ? Preset.CONTRIBUTOR : Preset.READER;
  }
}
