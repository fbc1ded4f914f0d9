package parvis.suite.spaces;

import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.base.Spoken;
import parvis.core.identity.Bars;
import parvis.core.identity.Profiles;
import parvis.core.organisations.FirstSpaces;
import parvis.core.rights.Action;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;
import parvis.suite.spaces.FirstSpaceStore.Due;

/// Invites people into their first space by what lets them into the house, a moment later, since
/// the log is another matter: that they are to be stands in the transaction that lets them in, and
/// is done by whoever looks next. What can be refused is asked before it; what is refused all the
/// same is told to who let them in.
final class Welcoming implements FirstSpaces {
  private static final Logger LOG = LoggerFactory.getLogger(Welcoming.class);

  private final Db db;
  private final FirstSpaceStore store = new FirstSpaceStore();
  private final Rights rights;
  private final Writing writing;
  private final Settings settings;
  private final Bars bars;
  private final Profiles profiles;
  private final Telling telling;
  private final Clock clock;

  Welcoming(SpacesFeature.Needs needs, Settings settings, Telling telling) {
    this.db = needs.db();
    this.rights = needs.rights();
    this.writing = needs.writing();
    this.settings = settings;
    this.bars = needs.bars();
    this.profiles = needs.profiles();
    this.telling = telling;
    this.clock = needs.clock();
  }

  @Override
  public Way fresh(Actor actor, String space, UserId invited, long account) {
    return way(actor, open(actor, space), invited, account);
  }

  @Override
  public Way known(Actor actor, String space, UserId invited, long account) {
    var into = open(actor, space);
    if (into.has(invited, Membership.BAN)) {
      throw of(Refused.forbidden("This person was banned from the space"));
    }
    try {
      writing.requireWilling(actor, invited);
    } catch (Refused refused) {
      throw of(refused);
    }
    return way(actor, into, invited, account);
  }

  private Way way(Actor actor, Space into, UserId invited, long account) {
    var due = new Due(into.id().value(), account, invited, actor.user(), clock.millis());
    return new Way(
        into.name(),
        "/spaces/" + into.id().value(),
        tx -> store.note(tx, due, actor.userNid()),
        () -> invite(due));
  }

  /// The space, as far as the actor may invite people from outside into it.
  private Space open(Actor actor, String id) {
    Space space;
    try {
      space = rights.require(actor, id, Action.INVITE);
    } catch (Refused refused) {
      throw of(refused);
    }
    if (space.archived()) {
      throw of(Refused.forbidden("This space is archived")).with("reason", "archived");
    }
    if (settings.isClosedToExternals(space)) {
      throw of(Refused.forbidden("This space is closed to people from outside"))
          .with("reason", "closed");
    }
    return space;
  }

  private static Refused of(Refused refused) {
    return refused.with("field", "space");
  }

  /// Invites those who are to be; to be called now and then.
  void look() {
    for (var due : db.read(store::due)) {
      invite(due);
    }
  }

  /// What goes wrong with it is no matter of the request that let them in, which is over.
  private void invite(Due due) {
    try {
      if (isTaken(due)) {
        done(due);
      } else {
        telling.tell(List.of(due.maker()), refused(due), () -> done(due));
      }
    } catch (RuntimeException fault) {
      LOG.warn("A guest is invited into their first space at the next look", fault);
    }
  }

  /// Whether they are invited now, or were before: it is looked at last, since of two who bring
  /// them in the second is refused what the first has done.
  private boolean isTaken(Due due) {
    try {
      var open = rights.find(due.space()).filter(one -> mayLetIn(due, one));
      if (open.isPresent()) {
        var by = rights.acting(due.maker());
        writing.invite(by, open.get().id(), due.user(), OptionalLong.empty());
        return true;
      }
    } catch (Refused refused) {
      LOG.info("A space takes no invitation that was made with a guest's", refused);
    }
    return rights.find(due.space()).filter(one -> isThere(one, due.user())).isPresent();
  }

  /// Whoever let them in may be kept out, or animate the space no more, and so may the space be
  /// over.
  private boolean mayLetIn(Due due, Space space) {
    return !space.archived()
        && !settings.isClosedToExternals(space)
        && bars.acting(List.of(due.maker())).contains(due.maker())
        && rights.preset(due.maker(), space) == Preset.ANIMATOR;
  }

  private static boolean isThere(Space space, UserId user) {
    return space.has(user, Membership.JOIN) || space.has(user, Membership.INVITE);
  }

  private void done(Due due) {
    db.write(
        tx -> {
          store.done(tx, due);
          return due;
        });
  }

  /// Tells it without saying why: that may be the person's own affair.
  private Telling.Said refused(Due due) {
    var who =
        profiles.names(List.of(due.account())).getOrDefault(due.account(), due.user().localpart());
    var name = rights.find(due.space()).map(Space::name).filter(called -> !called.isEmpty());
    var espace = name.map(called -> "l’espace « " + called + " »").orElse("un espace");
    var space = name.map(called -> "the space “" + called + "”").orElse("a space");
    return new Telling.Said(
        "first-space-" + due.account() + "-" + due.atMs(),
        new Spoken("Invitation sans espace", "An invitation without a space"),
        new Spoken(
            "L’accès de "
                + who
                + " à Parvis est ouvert, mais son invitation dans "
                + espace
                + " n’a pas abouti : quelque chose y a changé entre-temps."
                + " Invitez "
                + who
                + " depuis les membres d’un espace.",
            who
                + " has access to Parvis, but "
                + space
                + " did not take their invitation: something changed there meanwhile. Invite "
                + who
                + " from the members of a space."),
        JsonObject.of("kind", "first_space_refused", "user_id", due.user().value()),
        "/spaces/" + due.space());
  }
}
