package parvis.suite.demo;

import java.time.Clock;
import java.util.OptionalLong;
import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.core.identity.Accounts;
import parvis.core.identity.Profiles;
import parvis.core.identity.Sessions;
import parvis.core.media.Media;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.core.sync.AccountData;
import parvis.core.sync.Receipts;
import parvis.platform.config.StartRefused;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.JsonObject;

/// The wiring of the demonstration.
public final class DemoFeature {

  /// What makes spaces, and lets people into them.
  public interface Founding {
    RoomId found(Actor maker, JsonObject wish, OptionalLong ts);

    /// Answers the feed of the space.
    RoomId enter(Actor actor, RoomId space, OptionalLong ts);
  }

  /// What the demonstration is built from.
  public record Needs(
      Db db,
      ServerName server,
      Accounts accounts,
      Profiles profiles,
      Sessions sessions,
      Rooms rooms,
      Writing writing,
      Founding founding,
      Receipts receipts,
      AccountData accountData,
      Media media,
      Clock clock) {}

  private final Needs needs;
  private final Town town = Town.read();

  public DemoFeature(Needs needs) {
    this.needs = needs;
  }

  /// Refuses a demonstration where real people would move in, and one of which only a part is
  /// there.
  ///
  /// @param wanted whether a demonstration is to be started
  public static void check(Db db, boolean wanted) {
    var stage = new DemoStore(db).stage();
    if (!wanted && stage != DemoStore.Stage.NONE)
      throw new StartRefused(
          "This database is a demonstration: add --demo, or use another database.");
    if (stage == DemoStore.Stage.BEGUN)
      throw new StartRefused(
          "The filling of this demonstration was interrupted: delete its data folder (and its"
              + " external database, if it has one) and start again.");
  }

  /// Fills an empty database; one that is filled is left as people made it.
  ///
  /// @param says hears how far it is, a sentence at a time
  /// @throws StartRefused when somebody lives here already
  public void fill(Consumer<String> says) {
    var store = new DemoStore(needs.db());
    if (store.stage() == DemoStore.Stage.FILLED) return;
    if (!needs.accounts().none())
      throw new StartRefused("People have accounts in this database: give --demo an empty one.");
    store.begin(needs.clock().millis());
    new Filling(needs, town, says).run();
    store.filled(needs.clock().millis());
  }

  public Routes routes() {
    return new DemoRoutes(town, needs.accounts(), needs.sessions(), needs.server()).table();
  }
}
