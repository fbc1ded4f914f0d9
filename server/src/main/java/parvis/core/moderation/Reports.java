package parvis.core.moderation;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Users;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Affiliations.Affiliation;
import parvis.core.organisations.Remits;
import parvis.core.organisations.Standings;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What people tell the administrators of their server.
final class Reports {
  /// Reports of one account that nobody has dealt with yet.
  static final int OF_ACCOUNT_MAX = 500;

  /// When whoever has as many may report again.
  private static final Duration TRY_AGAIN = Duration.ofHours(1);

  private final Db db;
  private final LongSupplier nids;
  private final Rooms rooms;
  private final Users users;
  private final Remits remits;
  private final Affiliations affiliations;
  private final Standings standings;
  private final Clock clock;
  private final ReportStore store;

  /// What reports are built from.
  record Needs(
      Db db,
      ReportStore store,
      LongSupplier nids,
      Rooms rooms,
      Users users,
      Remits remits,
      Affiliations affiliations,
      Standings standings,
      Clock clock) {}

  Reports(Needs needs) {
    this.db = needs.db();
    this.store = needs.store();
    this.nids = needs.nids();
    this.rooms = needs.rooms();
    this.users = needs.users();
    this.remits = needs.remits();
    this.affiliations = needs.affiliations();
    this.standings = needs.standings();
    this.clock = needs.clock();
  }

  /// @throws Refused notFound when the actor is not in the room, or sees no such event in it
  void ofEvent(Actor actor, String roomId, String eventId, String reason) {
    var room =
        rooms
            .find(roomId)
            .filter(found -> found.published().isJoined(actor.userNid()))
            .orElseThrow(Refused::notFound);
    var event = rooms.seen(actor, room, eventId).orElseThrow(Refused::notFound);
    var by = UserId.parse(event.sender()).flatMap(this::affiliation);
    var of = by.isPresent() ? by.flatMap(Reports::organisation) : organisation(room);
    keep(actor, Optional.of(new ReportStore.Target(room.nid(), event.nid(), null)), of, reason);
  }

  /// Of a room that is not there nothing is kept.
  void ofRoom(Actor actor, String roomId, String reason) {
    var room = rooms.find(roomId);
    var target = room.map(found -> new ReportStore.Target(found.nid(), null, null));
    keep(actor, target, room.flatMap(this::organisation), reason);
  }

  /// Of somebody whom nobody has ever heard of nothing is kept.
  void ofPerson(Actor actor, UserId person, String reason) {
    var nid = users.find(person);
    var target =
        nid.isPresent()
            ? Optional.of(new ReportStore.Target(null, null, nid.getAsLong()))
            : Optional.<ReportStore.Target>empty();
    keep(actor, target, affiliation(person).flatMap(Reports::organisation), reason);
  }

  private Optional<Affiliation> affiliation(UserId person) {
    return Optional.ofNullable(affiliations.of(Set.of(person)).get(person));
  }

  /// Whose administrators decide on somebody: those of their organisation, unless they decide
  /// something there themselves.
  private static Optional<Long> organisation(Affiliation of) {
    return Optional.of(of).filter(one -> !one.approver()).map(one -> one.organisation().nid());
  }

  /// The same of a room: those of whose it is, unless who made it decides something there.
  private Optional<Long> organisation(Room room) {
    return made(room)
        .filter(made -> affiliation(made.by()).filter(Affiliation::approver).isEmpty())
        .flatMap(this::house);
  }

  private static Optional<Standings.Made> made(Room room) {
    return room.published()
        .state()
        .event("m.room.create", "")
        .flatMap(made -> UserId.parse(made.sender()).map(by -> new Standings.Made(by, made.ts())));
  }

  private Optional<Long> house(Standings.Made made) {
    return Optional.of(standings.telling(() -> standings.house(made)).organisation())
        .filter(nid -> nid != 0);
  }

  /// Whether a room is of an organisation that somebody decides in, or they decide on all.
  boolean isWithin(Remits.Remit remit, Room room) {
    return remit.reaches(made(room).flatMap(this::house));
  }

  /// Whether somebody is of such an organisation, and decides nothing there.
  boolean isWithin(Remits.Remit remit, UserId person) {
    return remit.reaches(affiliation(person).flatMap(Reports::organisation));
  }

  /// Whom a report is about.
  Optional<UserId> subject(Report report) {
    return report
        .person()
        .map(users::id)
        .or(() -> event(report).flatMap(event -> UserId.parse(event.sender())));
  }

  Optional<RoomEvent> event(Report report) {
    return report
        .room()
        .flatMap(rooms::find)
        .flatMap(room -> report.event().flatMap(nid -> event(room, nid)));
  }

  private Optional<RoomEvent> event(Room room, long nid) {
    return rooms.events(room, new long[] {nid}).stream().findFirst();
  }

  /// Whoever reports what is not there meets the same bound, which so tells nothing of it.
  private void keep(
      Actor actor,
      Optional<ReportStore.Target> target,
      Optional<Long> organisation,
      String reason) {
    var nid = nids.getAsLong();
    var user = actor.userNid();
    db.write(
        tx -> {
          Accounts.hold(tx, user);
          if (store.count(tx, user) >= OF_ACCOUNT_MAX) {
            throw Refused.limitExceeded(TRY_AGAIN);
          }
          target.ifPresent(
              known -> store.put(tx, nid, clock.millis(), actor, known, reason, organisation));
          return nid;
        });
  }

  /// A page of reports.
  ///
  /// @param total how many there are in all
  record Page(List<Report> reports, long total) {}

  Page page(Remits.Remit remit, ReportStore.Wanted wanted) {
    var page = db.read(tx -> new Page(store.list(tx, wanted), store.count(tx, wanted)));
    return new Page(
        page.reports().stream().filter(report -> isFor(remit, report)).toList(), page.total());
  }

  /// What somebody reported, as it is told to themselves.
  JsonObject ownRecord(Actor actor) {
    var mine = db.read(tx -> store.of(tx, actor.userNid()));
    return JsonObject.of("reports", JsonArray.of(mine.stream().map(this::told).toArray()));
  }

  private JsonObject told(Report report) {
    var room = report.room().flatMap(rooms::find);
    var event = event(report);
    return JsonObject.builder()
        .put("received_ts", report.receivedMs())
        .put("reason", report.reason())
        .putIf("room_id", room.map(in -> in.id().value()))
        .putIf("event_id", event.map(RoomEvent::eventId))
        .putIf("about_user_id", report.person().map(nid -> users.id(nid).value()))
        .build();
  }

  /// A report on which somebody decides.
  ///
  /// @throws Refused forbidden when the actor decides nothing, or it is about themselves; notFound
  ///     when they do not decide on this
  Report find(Actor actor, long id) {
    return find(actor, remits.of(actor), id);
  }

  Report find(Actor actor, Remits.Remit remit, long id) {
    return db.read(tx -> store.find(tx, server(actor), id))
        .filter(report -> remit.reaches(report.organisation()))
        .filter(report -> isFor(remit, report))
        .map(report -> otherThan(actor, report))
        .orElseThrow(Refused::notFound);
  }

  private Report otherThan(Actor actor, Report report) {
    if (isAbout(actor, report)) {
      throw Refused.forbidden("This report is about you: somebody else decides on it");
    }
    return report;
  }

  /// Whether a report is about somebody themselves: who reported it they do not learn, nor decide.
  boolean isAbout(Actor actor, Report report) {
    return subject(report).filter(actor.user()::equals).isPresent();
  }

  /// How many wait for somebody to decide on them; empty for who decides nothing.
  Optional<Long> waiting(Actor actor) {
    return remits
        .find(actor)
        .map(
            remit ->
                db.read(
                    tx -> store.waiting(tx, server(actor), remit.organisation(), actor.userNid())));
  }

  /// On who decides something in an organisation by now nobody decides there, they themselves least
  /// of all.
  boolean isFor(Remits.Remit remit, Report report) {
    return remit.isHouse()
        || subject(report).flatMap(this::affiliation).filter(Affiliation::approver).isEmpty();
  }

  /// How far somebody decides.
  Remits.Remit remit(Actor actor) {
    return remits.of(actor);
  }

  /// The labels of the organisations of some reports, by nid.
  Map<Long, String> labels(List<Report> reports) {
    return affiliations.labels(
        reports.stream().flatMap(report -> report.organisation().stream()).distinct().toList());
  }

  /// Forgets what was dealt with; whether there was anything.
  ///
  /// @throws Refused forbidden when it is about who would forget it
  boolean remove(Actor admin, long id) {
    db.read(tx -> store.find(tx, server(admin), id)).ifPresent(one -> otherThan(admin, one));
    return db.write(tx -> store.remove(tx, server(admin), id));
  }

  /// Whose reports an administrator reads.
  static String server(Actor admin) {
    return admin.user().server().value();
  }
}
