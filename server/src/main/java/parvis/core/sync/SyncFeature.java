package parvis.core.sync;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Users;
import parvis.core.keys.Dehydration;
import parvis.core.keys.KeyCounts;
import parvis.core.presence.Presence;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.Reading;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;
import parvis.platform.log.Tail;
import parvis.platform.memory.Memory;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The wiring of sync.
public final class SyncFeature implements AutoCloseable {

  /// What sync is built from.
  ///
  /// @param connections the most that there are to the database
  /// @param tail numbers what is of this node and this moment
  /// @param refusal why somebody who was let in may not wait on, as their rows say now
  /// @param executor runs many short pieces of blocking work
  public record Needs(
      Db db,
      int connections,
      Log log,
      Users users,
      Rooms rooms,
      Reading reading,
      KeyCounts keyCounts,
      Dehydration dehydration,
      Presence presence,
      Tail tail,
      Keyed keyed,
      Rules rules,
      Function<Actor, Optional<Refused>> refusal,
      Clock clock,
      Executor executor,
      Memory memory) {}

  /// What answers of every kind are written of.
  private record Sections(
      RoomSection rooms,
      Ephemeral ephemeral,
      AccountDataSection accountData,
      DeviceSection devices,
      SubscriptionsSection threads) {}

  private final Keyed keyed;
  private final Changes changes;
  private final Rooms rooms;
  private final AccountData accountData;
  private final Receipts receipts;
  private final Counting counting;
  private final Typing typing;
  private final Presence presence;
  private final Function<Actor, Optional<Refused>> refusal;
  private final List<Waits> all = new CopyOnWriteArrayList<>();
  private final List<Hearers> hearers = new CopyOnWriteArrayList<>();
  private final Waits syncs;
  private final Parking parking;
  private final Answers answers;
  private final Overhearing overhearing;
  private final Log log;
  private final Executor executor;
  private final Routes routes;

  public SyncFeature(Needs needs) {
    var log = needs.log();
    this.rooms = needs.rooms();
    var tokens = new Tokens(log);
    var json = new EventJson(needs.clock());
    this.keyed = needs.keyed();
    this.accountData = new AccountData(keyed);
    var rules = needs.rules();
    this.typing = new Typing(needs.tail(), needs.clock());
    this.presence = needs.presence();
    this.overhearing = new Overhearing(keyed, typing, presence, needs.users(), needs.clock());
    this.changes = new Changes(log);
    this.counting = new Counting(rooms, keyed, rules, needs.memory());
    this.log = log;
    var sections =
        new Sections(
            new RoomSection(
                new History(rooms, rules), new LazyMembers(needs.memory()), json, tokens),
            new Ephemeral(keyed, typing, needs.users()),
            new AccountDataSection(keyed, rules),
            new DeviceSection(keyed, rooms, needs.users(), needs.keyCounts()),
            new SubscriptionsSection(rooms, new Subscriptions(rooms, keyed), tokens));
    var presenceSection = new PresenceSection(presence, needs.users(), needs.clock());
    this.answers =
        new Answers(
            new Answers.Parts(
                rooms,
                changes,
                needs.tail(),
                typing,
                sections.rooms(),
                sections.ephemeral(),
                sections.accountData(),
                counting,
                rules,
                sections.devices(),
                presenceSection,
                tokens));
    this.refusal = needs.refusal();
    this.executor = needs.executor();
    this.syncs = waits("sync-waker");
    this.parking = new Parking(answers, rooms, syncs, executor);
    var filters = new Filters(needs.db(), needs.memory());
    this.receipts = new Receipts(rooms, keyed, needs.clock());
    var turns = new Turns(needs.connections());
    var devices = sections.devices();
    this.routes =
        new SyncRoutes(filters, tokens, answers, parking, keyed, devices, presence, turns, log)
            .table()
            .and(sliding(needs, sections, turns, json, tokens).table())
            .and(before(needs, sections, presenceSection, turns, json, tokens).table())
            .and(new SubscriptionRoutes(sections.threads(), log).table())
            .and(
                new DehydratedInboxRoutes(needs.dehydration(), keyed.inboxes(), tokens, log)
                    .table())
            .and(new AccountDataRoutes(accountData, rooms).table())
            .and(new ReceiptRoutes(rooms, receipts, typing, parking).table());
    List.of(keyed, changes, parking).forEach(log::follow);
  }

  private OldSyncRoutes before(
      Needs needs,
      Sections sections,
      PresenceSection presence,
      Turns turns,
      EventJson json,
      Tokens tokens) {
    return new OldSyncRoutes(
        new OldSyncRoutes.Parts(
            needs.rooms(),
            needs.reading(),
            answers,
            changes,
            needs.tail(),
            sections.rooms(),
            sections.accountData(),
            presence,
            needs.rules(),
            parking,
            json,
            turns,
            tokens,
            log));
  }

  private SlidingRoutes sliding(
      Needs needs, Sections sections, Turns turns, EventJson json, Tokens tokens) {
    var rooms = needs.rooms();
    var extensions =
        new SlidingExtensions(
            rooms,
            changes,
            sections.devices(),
            sections.accountData(),
            sections.ephemeral(),
            sections.threads(),
            tokens);
    var connections = new Connections(needs.memory());
    var order = new RoomOrder(rooms, keyed, needs.rules());
    var sliding =
        new SlidingAnswers(
            new SlidingAnswers.Parts(
                rooms,
                changes,
                typing,
                needs.tail(),
                answers,
                order,
                new RoomLists(rooms, order, changes, keyed, needs.memory()),
                connections,
                new SlidingRooms(rooms, sections.rooms(), counting, json, tokens),
                sections.rooms(),
                extensions,
                keyed,
                tokens));
    return new SlidingRoutes(
        sliding, connections, extensions, parking, keyed, presence, turns, tokens, log);
  }

  /// Begins to wake those who wait; to be called when the log has started.
  public void start() {
    keyed.start();
    changes.start();
    answers.seen(log.applied());
    all.forEach(Waits::start);
  }

  /// Lets typing end that nobody renewed, tells who came and went, and deletes messages that were
  /// received; to be called about once a second.
  public void tick() {
    typing.expire().forEach(parking::markRoom);
    var moved = presence.expire();
    moved.forEach(overhearing::moved);
    if (!moved.isEmpty()) {
      executor.execute(
          () -> moved.forEach(user -> parking.mark(each -> presence.around(user, each))));
    }
    executor.execute(keyed.inboxes()::sweep);
  }

  /// Deletes what waits for devices, in the transaction that removes them.
  public void remove(Tx tx, long user, List<String> devices) {
    keyed.inboxes().remove(tx, user, devices);
  }

  /// Deletes what came for devices while they went.
  public void forgetLost() {
    keyed.inboxes().forgetLost();
  }

  /// Ends what a revoked session waits for and hears.
  public void revoked(long user, long session) {
    all.forEach(waits -> waits.revoke(user, session));
    hearers.forEach(some -> some.revoke(user, session));
  }

  /// Ends what somebody waits for and hears in sessions that are no more, or if their account is
  /// locked.
  public void accessChanged(long user) {
    all.forEach(waits -> waits.accessChanged(user));
    hearers.forEach(some -> some.accessChanged(user));
  }

  /// A place of its own to wait in, for what is not synced: whose session ends waits there no
  /// longer either. To be asked for before [#start].
  public Waits waits(String waker) {
    var waits = new Waits(waker, refusal, executor);
    all.add(waits);
    return waits;
  }

  /// The same for answers that go on.
  public Hearers hearers() {
    var some = new Hearers(refusal, executor);
    hearers.add(some);
    return some;
  }

  /// How many people wait for something to happen.
  public int waiting() {
    return syncs.waiting();
  }

  public Overhearing overhearing() {
    return overhearing;
  }

  public AccountData accountData() {
    return accountData;
  }

  public Counting counting() {
    return counting;
  }

  public Receipts receipts() {
    return receipts;
  }

  /// What is kept here of somebody, for themselves.
  public JsonObject ownRecord(Actor actor) {
    var all = accountData.all(actor).stream().map(this::told).toArray();
    return JsonObject.of("account_data", JsonArray.of(all));
  }

  private JsonObject told(AccountData.Noted noted) {
    return JsonObject.builder()
        .putIf("room_id", rooms.find(noted.room()).map(room -> room.id().value()))
        .put("type", noted.type())
        .put("content", noted.content())
        .build();
  }

  public Routes routes() {
    return routes;
  }

  @Override
  public void close() {
    all.forEach(Waits::close);
  }
}
