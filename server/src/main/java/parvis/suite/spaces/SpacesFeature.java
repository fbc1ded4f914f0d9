package parvis.suite.spaces;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.identity.EntryWord;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.identity.Users;
import parvis.core.moderation.ServerNotices;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Standings;
import parvis.core.rights.Rights;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.platform.log.Follower;
import parvis.platform.mail.Outbox;

/// The wiring of spaces.
public final class SpacesFeature {
  /// What spaces are built from.
  ///
  /// @param nids gives numbers that were never given before
  /// @param node the number of this process
  public record Needs(
      Db db,
      Rooms rooms,
      Writing writing,
      Users users,
      Accounts accounts,
      Addresses addresses,
      Servers servers,
      Secrets secrets,
      Rights rights,
      Standings standings,
      Affiliations affiliations,
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
      Members members,
      EntryCodes codes,
      Inviting inviting,
      Finding finding,
      SpaceJson json) {}

  private final Doors doors;
  private final Following following;
  private final Routes routes;

  public SpacesFeature(Needs needs) {
    var store = new SpaceStore();
    var coming = new Coming(needs);
    var roles = new Roles(needs, coming);
    var json = new SpaceJson(needs);
    var making = new Making(needs, store);
    var codes = new EntryCodes(needs, coming, roles);
    this.doors =
        new Doors(
            making,
            new Asking(needs, making, new Telling(needs)),
            coming,
            roles,
            new Settings(needs),
            new Members(needs),
            codes,
            new Inviting(needs, codes),
            new Finding(needs, store, json),
            json);
    this.following = new Following(needs, store, coming);
    this.routes =
        new SpaceRoutes(doors, needs.rights())
            .table()
            .and(new RequestRoutes(doors.asking()).table())
            .and(new EntranceRoutes(doors, needs.publicAddress()).table());
  }

  /// What a word on paper is to who has no account yet.
  public Optional<EntryWord> word(String word) {
    return doors.codes().find(word);
  }

  /// Follows who comes into spaces and goes by clients that know nothing of them.
  public Follower follower() {
    return following;
  }

  /// Looks for people in the feed of a space that they are not in any more; to be called now and
  /// then.
  public void look() {
    following.look();
  }

  /// Brings those in whose account was made by the code of a space; to be called now and then.
  public void bringIn() {
    doors.codes().look();
  }

  /// Completes what a stop has cut off; to be called once the log is open, and now and then.
  public void resume() {
    doors.making().resume();
    doors.asking().resume();
  }

  public Routes routes() {
    return routes;
  }
}
