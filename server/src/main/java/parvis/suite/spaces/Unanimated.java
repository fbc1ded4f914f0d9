package parvis.suite.spaces;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import parvis.base.Actor;
import parvis.base.Folded;
import parvis.base.Refused;
import parvis.base.Spoken;
import parvis.core.identity.Accounts;
import parvis.core.identity.Bars;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Affiliations.Affiliation;
import parvis.core.organisations.Remits;
import parvis.core.rights.Action;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// Spaces that nobody animates any more: who did has gone, their account has ended, or is let in no
/// more. Who approves what people ask for in an organisation of the space, or runs the server,
/// names somebody of it, or takes it over.
final class Unanimated {
  /// Those that are told at once.
  static final int SPACES_MAX = 100;

  /// People of one space who are told.
  static final int PEOPLE_MAX = 200;

  private static final OptionalLong NOW = OptionalLong.empty();

  private final Db db;
  private final SpaceStore store;
  private final Rooms rooms;
  private final Writing writing;
  private final Rights rights;
  private final Bars bars;
  private final Hands hands;
  private final Affiliations affiliations;
  private final Remits remits;
  private final Coming coming;
  private final Telling telling;

  Unanimated(SpacesFeature.Needs needs, SpaceStore store, Coming coming, Telling telling) {
    this.db = needs.db();
    this.store = store;
    this.rooms = needs.rooms();
    this.writing = needs.writing();
    this.rights = needs.rights();
    this.bars = needs.bars();
    this.hands = new Hands(needs);
    this.affiliations = needs.affiliations();
    this.remits = needs.remits();
    this.coming = coming;
    this.telling = telling;
  }

  /// Those of which the actor decides, by name; none for who decides nothing.
  List<Space> of(Actor actor) {
    var own = deciding(actor);
    if ((own.isEmpty() && !actor.admin()) || remits.hindrance(actor).isPresent()) {
      return List.of();
    }
    var spaces =
        db.read(store::all).stream()
            .flatMap(id -> rights.find(id).stream())
            .filter(space -> actor.admin() || isOf(space, own))
            .filter(space -> !space.archived() && space.room().published().joined().length > 0)
            .toList();
    var acting = acting(spaces.stream().flatMap(space -> animators(space).stream()).toList());
    return spaces.stream()
        .filter(space -> animators(space).stream().noneMatch(acting::contains))
        .sorted(Comparator.comparing(space -> Folded.of(space.name())))
        .limit(SPACES_MAX)
        .toList();
  }

  private static boolean isOf(Space space, Optional<Affiliation> post) {
    return post.filter(one -> space.organisations().contains(one.organisation().id())).isPresent();
  }

  private Optional<Affiliation> deciding(Actor actor) {
    return Optional.ofNullable(affiliations.of(List.of(actor.user())).get(actor.user()))
        .filter(post -> post.approver() && !post.external());
  }

  /// Those who have the power and are in it, as far as they are not from outside.
  private List<UserId> animators(Space space) {
    return space.levels().named().stream()
        .filter(user -> rights.preset(user, space) == Preset.ANIMATOR)
        .toList();
  }

  private Set<UserId> acting(Collection<UserId> people) {
    var acting = new HashSet<>(bars.acting(people));
    acting.removeIf(user -> user.localpart().equals(Accounts.SERVER_ITSELF));
    return acting;
  }

  /// A space of which the actor decides, while nobody animates it.
  ///
  /// @throws Refused notFound or forbidden for who does not decide, or not from where they act;
  ///     conflict when somebody animates it
  private Space require(Actor actor, String id) {
    var space = rights.find(id).orElseThrow(Refused::notFound);
    var decides = actor.admin() || isOf(space, deciding(actor));
    if (!decides) {
      rights.require(actor, id, Action.LOOK);
      throw Refused.forbidden("This is for who approves in an organisation of the space.");
    }
    remits
        .hindrance(actor)
        .ifPresent(
            refused -> {
              throw refused;
            });
    if (!acting(animators(space)).isEmpty()) {
      throw Refused.conflict("Somebody animates this space.");
    }
    return space;
  }

  /// Somebody who could animate a space.
  record Candidate(UserId user, Optional<String> name) {}

  /// Who is in it, is not from outside and is let in, by name.
  List<Candidate> candidates(Actor actor, String id) {
    var space = require(actor, id);
    var here =
        space.state().members().stream()
            .filter(event -> event.membership().filter(Membership.JOIN::equals).isPresent())
            .flatMap(event -> event.stateKey().flatMap(UserId::parse).stream())
            .filter(user -> !rights.isExternal(user))
            .toList();
    var acting = acting(here);
    return here.stream()
        .filter(acting::contains)
        .map(user -> new Candidate(user, name(space, user)))
        .sorted(Comparator.comparing(one -> Folded.of(one.name().orElse(one.user().value()))))
        .limit(PEOPLE_MAX)
        .toList();
  }

  private static Optional<String> name(Space space, UserId user) {
    return space.state().member(user).flatMap(m -> m.pdu().content().string("displayname"));
  }

  /// Names who animates it from now on: somebody of the space, or the actor, who comes in by that.
  /// It is noted before anything is given: what a kill cuts off is in the journal, and is done
  /// again.
  void name(Actor actor, String id, UserId named) {
    var space = require(actor, id);
    var own = named.equals(actor.user());
    if (rights.isExternal(named)
        || !acting(List.of(named)).contains(named)
        || !(own || space.has(named, Membership.JOIN))) {
      throw Refused.notFound("There is no such member.");
    }
    var line = note(actor, space);
    if (!space.has(named, Membership.JOIN)) {
      hands.keeper(space.room()).ifPresent(by -> bring(by, actor, space));
    }
    var places = new ArrayList<Room>(space.rooms(rooms));
    places.add(space.room());
    places.forEach(place -> hands.raise(place, named));
    if (!own) {
      telling.tell(List.of(named), said(space, line), () -> {});
    }
  }

  private long note(Actor actor, Space space) {
    var organisation =
        affiliations.named(space.organisations()).stream().map(Affiliations.Named::nid).findFirst();
    var line = remits.line();
    db.write(
        tx -> {
          remits.note(tx, line, actor, organisation, "name animator", space.name());
          return line;
        });
    return line;
  }

  private void bring(Actor by, Actor actor, Space space) {
    if (!space.has(actor.user(), Membership.INVITE)) {
      writing.invite(by, space.id(), actor.user(), NOW);
    }
    coming.enter(actor, space);
  }

  static Telling.Said said(Space space, long line) {
    var name = space.name();
    return new Telling.Said(
        "space-animated-" + line,
        new Spoken("Vous animez un espace", "You animate a space"),
        new Spoken(
            "Vous animez désormais l’espace « " + name + " ».",
            "You animate the space “" + name + "” from now on."),
        JsonObject.of("kind", "space_animated", "space_id", space.id().value(), "name", name),
        "/spaces/" + space.id().value());
  }
}
