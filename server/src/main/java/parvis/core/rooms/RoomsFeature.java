package parvis.core.rooms;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.identity.Administration;
import parvis.core.identity.Bars;
import parvis.core.identity.Guests;
import parvis.core.identity.Profiles;
import parvis.core.identity.Servers;
import parvis.core.identity.Services;
import parvis.core.identity.Users;
import parvis.core.organisations.Remits;
import parvis.core.organisations.Standings;
import parvis.platform.config.Config;
import parvis.platform.config.Directory;
import parvis.platform.config.PeopleSearch;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Routes;
import parvis.platform.log.Expiry;
import parvis.platform.log.Log;
import parvis.platform.log.Nids;
import parvis.platform.log.Originals;
import parvis.platform.memory.Memory;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;

/// The wiring of rooms.
public final class RoomsFeature implements AutoCloseable {

  /// What rooms are built from.
  ///
  /// @param ignored ids of the people whom somebody ignores
  /// @param unwilling whether somebody wants no invitations by somebody else
  public record Needs(
      Db db,
      Log log,
      Nids nids,
      Users users,
      Accounts accounts,
      Bars bars,
      Profiles profiles,
      Addresses addresses,
      Guests guests,
      Servers servers,
      Services services,
      Administration administration,
      Standings standings,
      Remits remits,
      Clock clock,
      RandomGenerator random,
      RoomVersion defaultVersion,
      PeopleSearch peopleSearch,
      Directory directory,
      Function<Actor, Set<String>> ignored,
      BiPredicate<UserId, UserId> unwilling,
      RateLimits limits,
      long glancesADay,
      Optional<Config.Retention> retention,
      Executor executor,
      Memory memory) {}

  private final Registry registry;
  private final Originals originals;
  private final Rooms rooms;
  private final Erased erased;
  private final TakingAlong along;
  private final Memberships memberships;
  private final Meant meant = new Meant();
  private final Joining joining;
  private final GuestAccess guestAccess;
  private final Retention retention;
  private final Hosts hosts;
  private final KeptOut keptOut;
  private final Writing writing;
  private final Upgrading upgrading;
  private final Reading reading;
  private final People people;
  private final DelayedEvents delayed;
  private final Clearing clearing;
  private final HistoryPurges purges;
  private final Routes administering;
  private final Routes routes;

  public RoomsFeature(Needs needs) {
    var db = needs.db();
    var users = needs.users();
    var store = new RoomStore();
    var loading = new Loading(db, store, users);
    var registry = new Registry(loading, needs.memory());
    var slots = new Slots(db, needs.nids(), needs.memory());
    var aliases = new Aliases(db, needs.servers(), needs.services());
    var rules = new AccessRules(needs.standings(), aliases::isListed);
    var preparer = new Preparer(users, needs.servers(), slots, needs.nids(), rules, needs.clock());
    var founder =
        new Preparer(
            users, needs.servers(), slots, needs.nids(), rules, new DistinctMillis(needs.clock()));
    this.registry = registry;
    this.originals = new Originals(db, needs.clock(), RoomEvent::wiped);
    this.memberships = new Memberships(db, needs.memory());
    this.retention =
        new Retention(
            db, registry, rules.forums(), new Expiry(db), needs.clock(), needs.retention());
    this.erased = new Erased(db, needs.log()::applied, Erased.PEOPLE_MAX);
    this.rooms = rooms(needs, registry, memberships, store, loading, erased);
    var succession = new Succession(rules, needs.standings(), preparer);
    var hostless = new HostlessStore();
    this.hosts =
        new Hosts(db, rooms, users, rules, needs.standings(), succession, needs.bars(), hostless);
    this.keptOut = new KeptOut(db, hostless, users, rooms, hosts, needs.clock());
    var closing = new Closing(rules, preparer);
    var exemptions = new Exemptions(db, users, needs.remits());
    var commits =
        new Commits(needs.log(), preparer, loading, rules, succession, closing, exemptions);
    this.along = new TakingAlong(db, rooms, users, needs.clock());
    var admitting = new Admitting(db, store, memberships, needs.servers());
    var closed = new ClosedRooms(db, needs.clock());
    this.joining = joining(needs, admitting, closed, commits, preparer);
    var relating = new Relating(rooms, db);
    var sending =
        new Sending(rooms, closed, commits, preparer, relating, aliases, needs.profiles());
    var creating = creating(needs, store, aliases, founder, preparer, registry, rules, exemptions);
    this.writing =
        new Writing(rooms, creating, joining, sending, aliases, rules, needs.defaultVersion());
    this.delayed = delayed(needs, rooms, sending, joining);
    var names = new RoomNames(rooms, aliases);
    this.upgrading = upgrading(needs, creating, sending, commits, preparer, aliases, rules);
    this.reading = new Reading(rooms, db, needs.limits(), needs.glancesADay());
    var published = new PublishedRooms(rooms, db, rules);
    var discovering = new Discovering(memberships, admitting, needs.directory(), rules, meant);
    this.people = people(needs, rooms, discovering);
    var json = new EventJson(needs.clock());
    var tokens = new HistoryTokens(needs.log());
    this.routes =
        new RoomRoutes(creating, sending, upgrading, joining, delayed, needs.defaultVersion())
            .table()
            .and(finding(needs, names, aliases, sending, published, discovering, rules))
            .and(new DelayedRoutes(delayed, rooms).table())
            .and(new HistoryRoutes(rooms, reading, json, tokens).table())
            .and(new StateRoutes(rooms, reading, json, tokens, needs.services()).table())
            .and(new RelationRoutes(reading, new Related(db), json, tokens).table());
    this.clearing =
        new Clearing(db, rooms, closed, joining, aliases, users, retention, needs.clock());
    this.purges = new HistoryPurges(db, retention, needs.clock());
    this.administering = administering(needs, store, closed, names, aliases, json);
    this.guestAccess = new GuestAccess(needs.guests(), rooms, joining, needs.executor());
    List.of(new Publisher(registry, db, store, users), memberships, guestAccess, published)
        .forEach(needs.log()::follow);
  }

  private Joining joining(
      Needs needs, Admitting admitting, ClosedRooms closed, Commits commits, Preparer preparer) {
    return new Joining(
        admitting,
        closed,
        commits,
        preparer,
        needs.profiles(),
        needs.accounts(),
        needs.unwilling(),
        meant,
        along);
  }

  private static People people(Needs needs, Rooms rooms, Discovering discovering) {
    return new People(
        needs.db(),
        needs.profiles(),
        needs.addresses(),
        needs.servers(),
        rooms,
        needs.peopleSearch(),
        discovering::findsNobody);
  }

  /// How people find rooms, and come and go.
  private Routes finding(
      Needs needs,
      RoomNames names,
      Aliases aliases,
      Sending sending,
      PublishedRooms published,
      Discovering discovering,
      AccessRules rules) {
    return new MembershipRoutes(rooms, joining, names)
        .table()
        .and(new MutualRoutes(memberships, needs.users()).table())
        .and(new SpaceRoutes(rooms, names, discovering).table())
        .and(new AliasRoutes(rooms, aliases, sending, discovering, rules).table())
        .and(new DirectoryRoutes(published, people, needs.servers(), discovering).table());
  }

  private Routes administering(
      Needs needs,
      RoomStore store,
      ClosedRooms closed,
      RoomNames names,
      Aliases aliases,
      EventJson json) {
    Supplier<String> ids = () -> Long.toHexString(needs.random().nextLong());
    return new RoomAdminRoutes(
            new RoomAdminRoutes.Needs(
                rooms,
                new RoomIndex(needs.db(), store, rooms, names, aliases),
                closed,
                clearing,
                names,
                joining,
                needs.administration(),
                needs.guests(),
                needs.bars(),
                json,
                ids,
                needs.executor(),
                needs.clock()))
        .table()
        .and(new PurgeRoutes(rooms, purges, ids, needs.executor(), needs.clock()).table());
  }

  private static Rooms rooms(
      Needs needs,
      Registry registry,
      Memberships memberships,
      RoomStore store,
      Loading loading,
      Erased erased) {
    return new Rooms(
        registry,
        memberships,
        needs.db(),
        store,
        loading,
        new Sights(needs.db(), needs.memory()),
        erased,
        needs.users(),
        needs.ignored());
  }

  private Upgrading upgrading(
      Needs needs,
      Creating creating,
      Sending sending,
      Commits commits,
      Preparer preparer,
      Aliases aliases,
      AccessRules rules) {
    return new Upgrading(
        rooms,
        creating,
        sending,
        joining,
        commits,
        preparer,
        aliases,
        needs.users(),
        rules,
        along,
        new Upgrades(needs.db(), needs.log().node()),
        new Parents(needs.db(), rooms, sending),
        needs.db());
  }

  private Creating creating(
      Needs needs,
      RoomStore store,
      Aliases aliases,
      Preparer founder,
      Preparer preparer,
      Registry registry,
      AccessRules rules,
      Exemptions exemptions) {
    return new Creating(
        needs.db(),
        needs.log(),
        needs.nids(),
        store,
        aliases,
        founder,
        preparer,
        joining,
        registry,
        new RoomIds(needs.random()),
        rules,
        new Founding(needs.standings()),
        along,
        exemptions);
  }

  private static DelayedEvents delayed(Needs needs, Rooms rooms, Sending sending, Joining joining) {
    return new DelayedEvents(
        needs.db(),
        needs.log(),
        rooms,
        needs.users(),
        needs.bars(),
        sending,
        joining,
        needs.random(),
        needs.clock());
  }

  /// Settles what a node that is gone left half done; to be called now and then.
  public void resume() {
    upgrading.resume();
    clearing.resume();
    along.resume();
    purges.resume();
  }

  /// Ends what the last process could not, and begins to send what was to be sent later: once the
  /// log is open and before anybody is answered.
  public void start() {
    erased.start();
    upgrading.resume();
    along.resume();
    delayed.start();
  }

  @Override
  public void close() {
    delayed.close();
  }

  public Rooms rooms() {
    return rooms;
  }

  public Reading reading() {
    return reading;
  }

  /// Whom a search for people finds.
  public People people() {
    return people;
  }

  /// Who looks after rooms.
  public Hosts hosts() {
    return hosts;
  }

  public Writing writing() {
    return writing;
  }

  /// The bytes of redacted events.
  public Originals originals() {
    return originals;
  }

  /// Wipes what was redacted long enough ago, on disk and in memory.
  public void wipe() {
    registry.forgetTaken(originals.due());
    originals.wipe();
  }

  /// Hears of somebody who came from a room into the one that took its place: perhaps more than
  /// once.
  public interface Following {
    void follow(Actor actor, Room from, Room to);
  }

  /// Has somebody hear of who comes into the successor of a room of theirs, before it is answered.
  public void onFollowing(Following listener) {
    along.by(one -> listener.follow(one.actor(), one.from(), one.to()));
  }

  /// Has somebody forget what they know of events that have expired, by nid.
  public void onExpired(Consumer<long[]> listener) {
    retention.onExpired(listener);
  }

  /// Hides what rooms do not keep any longer; to be called now and then.
  public void expire() {
    retention.look();
  }

  /// Takes guests out of rooms that let none in; to be called now and then.
  public void keepGuestsOut() {
    guestAccess.look();
  }

  /// Has rooms be found and entered by those alone for whom they are meant.
  ///
  /// @param decided who, absent for who is not signed in, and which room
  public void meant(BiPredicate<Optional<UserId>, Room> decided) {
    meant.decide(decided);
  }

  public Routes routes() {
    return routes.and(administering);
  }

  /// Tells every room that somebody is in of their new name or picture. A room whose own rules do
  /// not allow that keeps what it has.
  public void profileChanged(Actor actor) {
    inEach(actor, Set.of(Membership.JOIN), room -> joining.rename(actor, room));
  }

  /// Has what somebody wrote be told to nobody who comes later: in the transaction in which their
  /// account ends.
  public void erase(Tx tx, long user) {
    erased.note(tx, user);
  }

  /// Says that an account may have ended, here or on another node.
  public void accessChanged(long user) {
    erased.changed(user);
  }

  /// Hears that somebody was kept out of the house, or is let in again; perhaps more than once.
  public void accessNoted(long user) {
    keptOut.accessNoted(user);
  }

  /// Looks for rooms of people who are kept out; to be called now and then.
  public void lookAtKeptOut() {
    keptOut.look();
  }

  /// Has all of them be looked at; to be called once a day.
  public void lookAtAllKeptOut() {
    keptOut.lookAgain();
  }

  /// Takes somebody out of every room and every invitation: their account has ended.
  public void leaveAll(Actor actor) {
    inEach(
        actor,
        Set.of(Membership.JOIN, Membership.INVITE, Membership.KNOCK),
        room -> joining.leave(actor, room, Optional.empty()));
  }

  /// Does something in all rooms, also when it fails in one; then the last failure is thrown.
  private void inEach(Actor actor, Set<Membership> memberships, Consumer<Room> work) {
    var failures = new ArrayDeque<RuntimeException>();
    for (var standing : this.memberships.of(actor.userNid()).all()) {
      if (memberships.contains(standing.membership())) {
        try {
          rooms.find(standing.room()).ifPresent(work);
        } catch (RuntimeException failure) {
          failures.addLast(failure);
        }
      }
    }
    failures.removeIf(f -> f instanceof Refused r && r.kind() == Refused.Kind.FORBIDDEN);
    if (!failures.isEmpty()) {
      throw failures.getLast();
    }
  }
}
