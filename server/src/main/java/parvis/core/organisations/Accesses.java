package parvis.core.organisations;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.core.organisations.Journal.Line;
import parvis.core.organisations.Remits.Remit;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Call;
import parvis.platform.watch.Collector;
import parvis.platform.watch.JournalLine;

/// Who looked at what is sensitive, or took it away: account, address and time, apart from what
/// administrators did. It is kept for a year, and reading it is noted like all else.
final class Accesses {
  static final Duration KEPT = Duration.ofDays(365);

  private static final int ABOUT_CHARS_MAX = 500;

  /// Of what one line tells where a page reads again by itself.
  private static final Duration TOLD_BY_ONE = Duration.ofHours(1);

  private final Db db;
  private final LongSupplier nids;
  private final Remits remits;
  private final OrganisationStore store;
  private final Collector collector;
  private final Clock clock;

  Accesses(
      Db db,
      LongSupplier nids,
      Remits remits,
      OrganisationStore store,
      Collector collector,
      Clock clock) {
    this.db = db;
    this.nids = nids;
    this.remits = remits;
    this.store = store;
    this.collector = collector;
    this.clock = clock;
  }

  /// Notes a call: under the organisation that it names, else under that of who called, unless they
  /// run the server. Of who is not signed in nothing is noted.
  ///
  /// @param hourly nothing is noted where the same stands there already, of the last hour
  void saw(String deed, boolean hourly, Call call) {
    call.maybeActor()
        .filter(actor -> !hourly || !isTold(actor, call, deed))
        .ifPresent(actor -> note(actor, call, deed));
  }

  private boolean isTold(Actor actor, Call call, String deed) {
    long since = clock.millis() - TOLD_BY_ONE.toMillis();
    var server = remits.server(actor);
    var address = call.remoteAddress();
    return db.read(
        tx -> AccessStore.isTold(tx, server, since, actor.userNid(), address, deed, about(call)));
  }

  private void note(Actor actor, Call call, String deed) {
    long nid = nids.getAsLong();
    long now = clock.millis();
    var own = actor.admin() ? Optional.<Long>empty() : remits.belonging(actor).organisation();
    var about = about(call);
    db.write(
        tx -> {
          var organisation = named(tx, actor, call).or(() -> own.flatMap(of -> store.find(tx, of)));
          AccessStore.put(
              tx,
              new AccessStore.Seen(
                  nid,
                  now,
                  remits.server(actor),
                  organisation.map(Organisation::nid),
                  actor.userNid(),
                  call.remoteAddress(),
                  deed,
                  about));
          collector.put(
              tx,
              new JournalLine(
                  now,
                  "accesses",
                  actor.user().value(),
                  Ipv6.shortened(call.remoteAddress()),
                  organisation.map(Organisation::label).orElse(""),
                  deed,
                  about));
          return true;
        });
  }

  /// The organisation that a call is about: in its path, or in its query where the route reads it;
  /// elsewhere the query is anybody's word.
  private Optional<Organisation> named(Tx tx, Actor actor, Call call) {
    var path = call.routePath();
    var id =
        path.startsWith(OrganisationRoutes.ONE)
            ? Optional.of(call.path("id"))
            : path.startsWith(JournalRoutes.ALL)
                ? call.query("organisation")
                : Optional.<String>empty();
    return id.flatMap(one -> store.find(tx, remits.server(actor), one));
  }

  /// What was asked for: the changing parts of the address.
  private static String about(Call call) {
    var path = call.routePath();
    var about = new StringBuilder();
    for (var part : path.split("/", -1)) {
      if (part.startsWith("{")) {
        about.append(about.isEmpty() ? "" : " ").append(call.path(part.replaceAll("[{}?]", "")));
      }
    }
    return about.length() > ABOUT_CHARS_MAX
        ? about.substring(0, ABOUT_CHARS_MAX)
        : about.toString();
  }

  /// What was looked at, as far as somebody decides, the latest first.
  List<Line> of(Tx tx, Remit remit, long before, int max) {
    return AccessStore.of(tx, remit, before, max);
  }

  /// Forgets what is older than a year.
  void forget() {
    db.write(tx -> AccessStore.forget(tx, clock.millis() - KEPT.toMillis()));
  }
}
