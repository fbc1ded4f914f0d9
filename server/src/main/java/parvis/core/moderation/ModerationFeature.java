package parvis.core.moderation;

import java.time.Clock;
import java.util.Optional;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.core.identity.Accounts;
import parvis.core.identity.Bars;
import parvis.core.identity.Services;
import parvis.core.identity.Users;
import parvis.core.organisations.OrganisationsFeature;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonObject;

/// The wiring of moderation.
public final class ModerationFeature {

  /// Notes for somebody that a room is one of notices.
  @FunctionalInterface
  public interface Tagging {
    /// Notes it.
    ///
    /// @param room nid of the room
    void tag(Actor reader, long room);
  }

  /// What moderation is built from.
  ///
  /// @param nids gives numbers that were never given before
  /// @param tagging notes for somebody that a room is one of notices
  public record Needs(
      Db db,
      LongSupplier nids,
      Users users,
      Accounts accounts,
      Services services,
      Bars bars,
      OrganisationsFeature organisations,
      Rooms rooms,
      Writing writing,
      Tagging tagging,
      Clock clock) {}

  private final ServerNotices notices;
  private final Reports reports;
  private final Deciding deciding;
  private final Routes routes;

  public ModerationFeature(Needs needs) {
    var organisations = needs.organisations();
    var store = new ReportStore();
    this.reports =
        new Reports(
            new Reports.Needs(
                needs.db(),
                store,
                needs.nids(),
                needs.rooms(),
                needs.users(),
                organisations.remits(),
                organisations.affiliations(),
                organisations.standings(),
                needs.clock()));
    var json = new EventJson(needs.clock());
    this.notices =
        new ServerNotices(
            needs.db(),
            needs.nids(),
            needs.accounts(),
            needs.rooms(),
            needs.writing(),
            needs.tagging());
    this.deciding =
        new Deciding(
            new Deciding.Needs(
                needs.db(),
                store,
                reports,
                organisations.remits(),
                needs.users(),
                needs.accounts(),
                needs.services(),
                needs.bars(),
                needs.rooms(),
                needs.writing(),
                new Outcomes(
                    needs.db(), store, reports, needs.users(), notices, needs.clock().getZone()),
                needs.clock()));
    this.routes =
        new ReportRoutes(reports, deciding, needs.rooms(), needs.users(), json)
            .table()
            .and(new NoticeRoutes(notices).table());
  }

  /// What the server itself tells people.
  public ServerNotices notices() {
    return notices;
  }

  /// How many reports wait for somebody to decide on them; empty for who decides on none.
  public Optional<Long> waiting(Actor actor) {
    return reports.waiting(actor);
  }

  /// Carries on what a stop left open; to be called now and then.
  public void look() {
    deciding.look();
  }

  /// What is kept here of somebody, for themselves.
  public JsonObject ownRecord(Actor actor) {
    return reports.ownRecord(actor);
  }

  public Routes routes() {
    return routes;
  }
}
