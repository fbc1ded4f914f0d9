package parvis.suite.spaces;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.identity.Bars;
import parvis.core.identity.EntryWord;
import parvis.core.identity.Profiles;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.identity.Users;
import parvis.core.moderation.ServerNotices;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Enrolment;
import parvis.core.organisations.FirstSpaces;
import parvis.core.organisations.Moves;
import parvis.core.organisations.Remits;
import parvis.core.organisations.Standings;
import parvis.core.rights.Action;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rooms.Hosts;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.core.search.Searchable;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.platform.http.Routes;
import parvis.platform.log.Follower;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.Address;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// The wiring of spaces.
public final class SpacesFeature {
  /// What spaces are built from.
  ///
  /// @param opening what happens together with the making of a code that makes accounts: where
  ///     registration is closed, it opens to who holds one
  /// @param nids gives numbers that were never given before
  /// @param node the number of this process
  public record Needs(
      Db db,
      Rooms rooms,
      Writing writing,
      Hosts hosts,
      Users users,
      Accounts accounts,
      Profiles profiles,
      Bars bars,
      Addresses addresses,
      Servers servers,
      Secrets secrets,
      Function<Actor, Consumer<Tx>> opening,
      Rights rights,
      Standings standings,
      Affiliations affiliations,
      Enrolment enrolment,
      Moves moves,
      Remits remits,
      ServerNotices notices,
      Outbox outbox,
      String publicAddress,
      Executor executor,
      LongSupplier nids,
      long node,
      Clock clock) {}

  /// What the routes lead to.
  record Doors(
      Making making,
      Asking asking,
      Coming coming,
      Roles roles,
      Settings settings,
      RoomWishes wishes,
      Members members,
      EntryCodes codes,
      Arrivals arrivals,
      Mailings mailings,
      Inviting inviting,
      Finding finding,
      Welcoming welcoming,
      SpaceJson json) {}

  private final Needs needs;
  private final Rights rights;
  private final Doors doors;
  private final Overview overview;
  private final Following following;
  private final Heirs heirs;
  private final Routes routes;

  public SpacesFeature(Needs needs) {
    this.needs = needs;
    this.rights = needs.rights();
    var store = new SpaceStore();
    var coming = new Coming(needs);
    var roles = new Roles(needs, coming);
    var json = new SpaceJson(needs);
    var making = new Making(needs, store);
    var settings = new Settings(needs);
    var mailings = new Mailings(needs);
    var codes = new EntryCodes(needs, mailings);
    this.doors =
        new Doors(
            making,
            new Asking(needs, making, new Telling(needs)),
            coming,
            roles,
            settings,
            new RoomWishes(needs),
            new Members(needs),
            codes,
            new Arrivals(needs, codes, mailings, coming, roles, settings),
            mailings,
            new Inviting(needs, codes, mailings, settings),
            new Finding(needs, store, json),
            new Welcoming(needs, settings, new Telling(needs)),
            json);
    var telling = new Telling(needs);
    this.heirs = new Heirs(needs, telling);
    this.overview = new Overview(needs, store, doors.arrivals());
    this.following = new Following(needs, store, coming);
    this.routes =
        new SpaceRoutes(doors, needs.rights())
            .table()
            .and(new RequestRoutes(doors.asking()).table())
            .and(new ReviewRoutes(new Reviewing(needs, store, coming)).table())
            .and(new OverviewRoutes(overview).table())
            .and(new UnanimatedRoutes(new Unanimated(needs, store, coming, telling)).table())
            .and(new HeirRoutes(heirs, new UnhostedRooms(needs, telling)).table())
            .and(new EntranceRoutes(doors, needs.publicAddress()).table());
  }

  /// Makes a space as `wish`, the body of a request, describes it, once for each name that one
  /// person gives spaces; for parts of the house that are no client.
  ///
  /// @param ts when it happened, where that is not now
  public RoomId found(Actor maker, JsonObject wish, OptionalLong ts) {
    var read = SpaceWish.read(new Body(wish));
    return doors.making().make(maker, read, "named " + read.name(), ts);
  }

  /// Lets somebody in who may come in, and answers the feed.
  public RoomId enter(Actor actor, RoomId space, OptionalLong ts) {
    var found = rights.find(space.value()).orElseThrow(Refused::notFound);
    doors.coming().enter(actor, found, ts);
    return found.feed().orElseThrow(Refused::notFound);
  }

  /// Refuses who does not decide who is in the space.
  public void requireDeciding(Actor actor, String space) {
    rights.require(actor, space, Action.INVITE);
    rights.require(actor, space, Action.SET_ROLE);
    rights.require(actor, space, Action.REMOVE);
  }

  /// Brings somebody in by the decision of who animates the space; once when they are in already.
  /// Nobody becomes less by it than they are.
  public void admit(UserId by, String id, UserId member, Preset role) {
    var actor = rights.acting(by);
    requireDeciding(actor, id);
    var space = rights.find(id).orElseThrow(Refused::notFound);
    if (space.has(member, Membership.JOIN)) {
      return;
    }
    Coming.refuseArchived(space);
    if (!space.has(member, Membership.INVITE)) {
      needs.writing().invite(actor, space.id(), member, OptionalLong.empty());
    }
    doors.coming().enter(rights.acting(member), space);
    doors.roles().set(actor, id, member, role);
  }

  /// Takes somebody out by the decision of who animates the space, unless they animate it, too.
  public void dismiss(UserId by, String id, UserId member) {
    var actor = rights.acting(by);
    requireDeciding(actor, id);
    var space = rights.find(id).orElseThrow(Refused::notFound);
    if (space.has(member, Membership.JOIN) && rights.preset(member, space) != Preset.ANIMATOR) {
      doors.roles().remove(actor, id, member);
    }
  }

  /// Whether a room is a space that was made here.
  public static Predicate<String> known(Db db) {
    return new KnownSpaces(db);
  }

  /// What a word on paper is to who has no account yet.
  public Optional<EntryWord> word(Servers.Server server, String word) {
    return doors.arrivals().find(server, word);
  }

  /// What was mailed to an address is taken up by whose it now is.
  public void proven(Tx tx, Servers.Server server, long account, Address address) {
    doors.mailings().proven(tx, server, account, address);
  }

  /// Follows who comes into spaces and goes by clients that know nothing of them.
  public Follower follower() {
    return following;
  }

  /// Forgets which letters were written that count no more, and looks for people in the feed of a
  /// space that they are not in any more; to be called now and then.
  public void look() {
    doors.inviting().forget();
    following.look();
  }

  /// Brings those in whose account was made by the code of a space, and invites whom somebody let
  /// into the house for one; to be called now and then.
  public void bringIn() {
    doors.arrivals().look();
    doors.welcoming().look();
  }

  /// How people from outside are led into their first space.
  public FirstSpaces firstSpaces() {
    return doors.welcoming();
  }

  /// How many requests for spaces wait for somebody to decide on them; empty for who decides on
  /// none.
  public Optional<Long> waiting(Actor actor) {
    return doors.asking().waiting(actor);
  }

  /// Who takes over what somebody looks after whose account is about to end, as `wish` says.
  ///
  /// @param organisation whose agent they are, where others end it
  /// @return gives it over, and does then what it is called with: ends the account
  public Consumer<Runnable> heirs(Actor by, Actor going, Optional<String> organisation, Body wish) {
    return heirs.plan(by, going, organisation, wish);
  }

  /// Of each space of an organisation, or of a whole server, the nids of its rooms.
  public List<List<Long>> roomsOf(ServerName server, Optional<String> organisation) {
    return overview.rooms(server, organisation);
  }

  /// Completes what a stop has cut off; to be called once the log is open, and now and then.
  public void resume() {
    doors.making().resume();
    doors.asking().resume();
  }

  /// How spaces are found among everything else.
  public Searchable searchable() {
    return new SpaceSearch(doors.finding());
  }

  public Routes routes() {
    return routes;
  }
}
