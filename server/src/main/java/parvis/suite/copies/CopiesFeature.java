package parvis.suite.copies;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import parvis.base.Actor;
import parvis.core.identity.OwnerProof;
import parvis.core.identity.Secrets;
import parvis.core.media.Media;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonObject;

/// The wiring of copies.
public final class CopiesFeature implements AutoCloseable {
  /// What copies are made from.
  ///
  /// @param folder where they lie
  /// @param parts what the features keep of somebody, each by names of its own
  /// @param node the number of this process
  public record Needs(
      Db db,
      Path folder,
      List<Function<Actor, JsonObject>> parts,
      Rooms rooms,
      Media media,
      OwnerProof proof,
      Secrets secrets,
      long node,
      Clock clock) {}

  private final Copies copies;
  private final Routes routes;

  public CopiesFeature(Needs needs) {
    this.copies = new Copies(needs);
    this.routes = new CopyRoutes(copies, needs.proof()).table();
  }

  /// Forgets the copy of somebody whose account has ended.
  public void gone(Actor actor) {
    copies.remove(actor.userNid());
  }

  /// Deletes what is over; to be called at the start, and now and then.
  public void tidy() {
    copies.tidy();
  }

  public Routes routes() {
    return routes;
  }

  @Override
  public void close() {
    copies.close();
  }
}
