package parvis.core.push;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.core.identity.Addresses;
import parvis.core.identity.Secrets;
import parvis.core.identity.Users;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.core.sync.AccountData;
import parvis.core.sync.Counting;
import parvis.core.sync.Receipts;
import parvis.core.sync.Rules;
import parvis.platform.db.Db;
import parvis.platform.egress.Egress;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;
import parvis.platform.mail.Outbox;
import parvis.platform.memory.Memory;
import parvis.platform.secret.MasterKey;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The wiring of push.
public final class PushFeature implements AutoCloseable {
  /// What push is built from. `nids` gives numbers that were never given before; `executor` runs
  /// many pieces of blocking work.
  public record Needs(
      Db db,
      Log log,
      LongSupplier nids,
      Users users,
      Addresses addresses,
      Secrets secrets,
      Outbox outbox,
      ServerName server,
      String publicAddress,
      Rooms rooms,
      AccountData accountData,
      Rules rules,
      Counting counting,
      Receipts receipts,
      Egress egress,
      Egress pushServices,
      MasterKey masterKey,
      SecureRandom random,
      Clock clock,
      LongSupplier nanos,
      Executor executor,
      Memory memory) {}

  private final Pushers pushers;
  private final Lines lines = new Lines();
  private final LogReading reading;
  private final Successors successors;
  private final Routes routes;

  public PushFeature(Needs needs) {
    var rooms = needs.rooms();
    this.successors = new Successors(needs.accountData());
    this.pushers = new Pushers(needs.db(), needs.nids(), needs.clock(), needs.memory());
    var badges = new Badges(rooms, needs.counting(), needs.memory());
    var vapid =
        new Vapid(
            needs.db(),
            needs.masterKey(),
            needs.random(),
            contact(needs.publicAddress(), needs.server()),
            needs.clock());
    var browsers =
        new Browsers(needs.pushServices(), rooms, badges, vapid, needs.secrets(), needs.random());
    var notices = new Notices(needs.users(), rooms, needs.rules(), needs.counting());
    var delivery =
        new Delivery(
            new Delivery.Needs(
                lines,
                pushers,
                notices,
                badges,
                new Gateways(needs.egress(), rooms, notices, browsers),
                needs.clock(),
                needs.nanos(),
                needs.executor()));
    var unsubscribing =
        new Unsubscribing(pushers, needs.addresses(), needs.secrets(), needs.publicAddress());
    var digests =
        new Digests(
            new Digests.Needs(
                needs.db(),
                pushers,
                notices,
                rooms,
                needs.addresses(),
                needs.outbox(),
                unsubscribing,
                needs.publicAddress(),
                needs.clock()));
    pushers.whenSet(user -> lines.again(user, needs.nanos().getAsLong()));
    this.reading =
        new LogReading(
            needs.db(),
            needs.log(),
            rooms,
            pushers,
            notices,
            lines,
            delivery,
            digests,
            needs.nanos());
    this.routes =
        new PushRuleRoutes(needs.accountData())
            .table()
            .and(new PusherRoutes(pushers, needs.addresses(), needs.clock().getZone()).table())
            .and(unsubscribing.table())
            .and(
                new BrowserRoutes(pushers, notices, browsers, vapid, rooms, needs.receipts())
                    .table())
            .and(
                new NotificationRoutes(notices, needs.rules(), new EventJson(needs.clock()))
                    .table());
    needs.log().follow(reading);
  }

  /// Where push services find who runs this house.
  private static String contact(String publicAddress, ServerName server) {
    return publicAddress.startsWith("https:")
        ? publicAddress
        : "mailto:postmaster@" + server.host();
  }

  /// Begins to tell devices; to be called when the log has started.
  public void start() {
    reading.start();
  }

  /// Has somebody who came into a room that took the place of another note for it what they had
  /// noted for that one.
  public void follow(Actor actor, Room from, Room to) {
    successors.take(actor, place(from), place(to));
  }

  private static Successors.Place place(Room room) {
    return new Successors.Place(room.nid(), room.id().value());
  }

  /// Tells a device whose session is over nothing more.
  public void sessionEnded(long user) {
    pushers.forget(user);
  }

  /// How many notices wait to be told.
  public int waiting() {
    return lines.waiting();
  }

  /// How often it was asked what an event is to somebody who has a device to tell.
  public long judged() {
    return reading.judged();
  }

  /// How often it was asked whether somebody in a room has such a device.
  public long looked() {
    return reading.looked();
  }

  /// How many devices have a gateway that does not work.
  public int behind() {
    return lines.behind();
  }

  /// What is kept here of somebody, for themselves.
  public JsonObject ownRecord(Actor actor) {
    var mine = pushers.of(actor.userNid()).stream().map(Pusher::json).toArray();
    return JsonObject.of("pushers", JsonArray.of(mine));
  }

  public Routes routes() {
    return routes;
  }

  @Override
  public void close() {
    reading.close();
  }
}
