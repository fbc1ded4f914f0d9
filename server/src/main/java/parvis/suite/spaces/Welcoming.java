package parvis.suite.spaces;

import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Bars;
import parvis.core.organisations.FirstSpaces;
import parvis.core.rights.Action;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;
import parvis.suite.spaces.FirstSpaceStore.Due;

/// Invites people into their first space by what lets them into the house. Who has no account is
/// mailed a code of the space, which is made in that very transaction. Who has one is invited a
/// moment later, since the log is another matter: that they are to be stands in the transaction,
/// and is done by whoever looks next.
final class Welcoming implements FirstSpaces {
  private static final Logger LOG = LoggerFactory.getLogger(Welcoming.class);

  private final Db db;
  private final FirstSpaceStore store = new FirstSpaceStore();
  private final Rights rights;
  private final Writing writing;
  private final Settings settings;
  private final Bars bars;
  private final EntryCodes codes;
  private final String publicAddress;
  private final Clock clock;

  Welcoming(SpacesFeature.Needs needs, EntryCodes codes, Settings settings) {
    this.db = needs.db();
    this.rights = needs.rights();
    this.writing = needs.writing();
    this.settings = settings;
    this.bars = needs.bars();
    this.codes = codes;
    this.publicAddress = needs.publicAddress();
    this.clock = needs.clock();
  }

  @Override
  public Way mailed(Actor actor, String space, Address to, long endsMs) {
    var into = open(actor, space);
    var ready = codes.ready(actor, into, new CodeStore.Mailed(to, endsMs));
    var page = publicAddress + SpaceRoutes.ENTRY_PAGE + ready.word() + "#" + to;
    return new Way(into.name(), page, ready.note(), () -> {});
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
    var due = new Due(into.id().value(), account, invited, actor.user());
    return new Way(
        into.name(),
        publicAddress + "/spaces/" + into.id().value(),
        tx -> store.note(tx, due, actor.userNid(), clock.millis()),
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

  private void invite(Due due) {
    try {
      var space = rights.find(due.space());
      if (space.filter(one -> mayLetIn(due, one)).isPresent()) {
        var by = rights.acting(due.maker());
        writing.invite(by, space.get().id(), due.user(), OptionalLong.empty());
      }
    } catch (Refused refused) {
      LOG.warn("A space takes no invitation that was made with a guest's", refused);
    } catch (RuntimeException fault) {
      LOG.warn("A guest is invited into their first space at the next look", fault);
      return;
    }
    db.write(
        tx -> {
          store.done(tx, due);
          return due;
        });
  }

  /// Whoever let them in may be kept out, or animate the space no more, and so may the space be
  /// over.
  private boolean mayLetIn(Due due, Space space) {
    return !space.archived()
        && !settings.isClosedToExternals(space)
        && bars.acting(List.of(due.maker())).contains(due.maker())
        && rights.preset(due.maker(), space) == Preset.ANIMATOR
        && !isThere(space, due.user());
  }

  private static boolean isThere(Space space, UserId user) {
    return space.has(user, Membership.JOIN) || space.has(user, Membership.INVITE);
  }
}
