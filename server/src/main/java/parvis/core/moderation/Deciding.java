package parvis.core.moderation;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.identity.Administration;
import parvis.core.identity.Bars;
import parvis.core.identity.Services;
import parvis.core.identity.Users;
import parvis.core.organisations.Remits;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;
import parvis.protocol.room.PowerLevels;

/// What administrators make of reports: each of their own organisation, and those of the server of
/// all. What is decided is noted with the journal before it is done, so that of two who decide at
/// once one alone does something; what cannot be done, or was not before a stop, is noted as
/// undecided again.
final class Deciding {
  /// How long it is kept what was decided.
  private static final Duration KEPT = Duration.ofDays(365);

  /// What the room reads of why.
  private static final String REDACTED = "Modération : ";

  /// Who does what they decided has done it in so long, or was stopped.
  private static final Duration DEED_MAX = Duration.ofMinutes(1);

  /// What deciding is built from.
  record Needs(
      Db db,
      ReportStore store,
      Reports reports,
      Remits remits,
      Users users,
      Accounts accounts,
      Services services,
      Bars bars,
      Rooms rooms,
      Writing writing,
      Outcomes outcomes,
      Clock clock) {}

  private final Needs needs;

  Deciding(Needs needs) {
    this.needs = needs;
  }

  /// What somebody may make of a report.
  Set<Decision> may(Report report) {
    return report.decided().isPresent() ? Set.of() : Decision.on(report);
  }

  /// @throws Refused notFound when it is not for the actor to decide on; conflict when it is
  ///     decided; forbidden when whom it is about is beyond their reach
  void decide(Actor by, long id, Decision decision, String why) {
    var remit = needs.remits().of(by);
    var report = needs.reports().find(by, remit, id);
    var subject = needs.reports().subject(report);
    if (!Decision.on(report).contains(decision)) {
      throw Refused.invalidParam("This report cannot come to that.");
    }
    var work = work(by, remit, report, decision, subject, why);
    var decided = new Report.Decided(decision, needs.clock().millis(), by.userNid(), why);
    note(by, report, decided, about(report, subject));
    try {
      work.run();
    } catch (RuntimeException undone) {
      reopen(by, report, decided);
      throw undone;
    }
    needs.db().write(tx -> needs.store().done(tx, id, decided));
    needs.outcomes().tell(report, decided);
  }

  /// Opens again what a stop left undone, and tells of what nobody was told; to be called now and
  /// then.
  void look() {
    long now = needs.clock().millis();
    for (var report : needs.db().read(tx -> needs.store().ahead(tx, now - DEED_MAX.toMillis()))) {
      var decided = report.decided().orElseThrow();
      if (!report.undone()) {
        needs.outcomes().tell(report, decided);
        continue;
      }
      needs
          .accounts()
          .find(needs.users().id(decided.by()))
          .map(Administration::as)
          .ifPresent(by -> reopen(by, report, decided));
    }
    needs.db().write(tx -> needs.store().giveUp(tx, now - Outcomes.TELL_MAX.toMillis()));
  }

  private void reopen(Actor by, Report report, Report.Decided decided) {
    var about = about(report, needs.reports().subject(report));
    long line = needs.remits().line();
    needs
        .db()
        .write(
            tx -> {
              if (needs.store().reopen(tx, report.id(), decided)) {
                needs.remits().note(tx, line, by, report.organisation(), "report reopened", about);
              }
              return true;
            });
  }

  private void note(Actor by, Report report, Report.Decided decided, String about) {
    long line = needs.remits().line();
    needs
        .db()
        .write(
            tx -> {
              if (!needs.store().decide(tx, report.id(), decided)) {
                throw Refused.conflict("Somebody else has decided on this report");
              }
              needs.store().forget(tx, decided.atMs() - KEPT.toMillis());
              needs
                  .remits()
                  .note(
                      tx,
                      line,
                      by,
                      report.organisation(),
                      "report " + decided.decision().word(),
                      about + ": " + decided.why());
              return true;
            });
  }

  private String about(Report report, Optional<UserId> subject) {
    return subject
        .map(UserId::value)
        .or(() -> report.room().flatMap(needs.rooms()::find).map(room -> room.id().value()))
        .orElse("");
  }

  /// What is to be done, after all has been looked at that may refuse it.
  private Runnable work(
      Actor by,
      Remits.Remit remit,
      Report report,
      Decision decision,
      Optional<UserId> subject,
      String why) {
    return switch (decision) {
      case DISMISS -> () -> {};
      case WARN -> {
        refuseBeyond(remit, account(by, subject));
        yield () -> {};
      }
      case REDACT -> {
        var room = report.room().flatMap(needs.rooms()::find).orElseThrow(Refused::notFound);
        var event = needs.reports().event(report).orElseThrow(Refused::notFound);
        if (!needs.reports().isWithin(remit, room)
            && subject.filter(who -> needs.reports().isWithin(remit, who)).isEmpty()) {
          throw Refused.forbidden("This message is of another organisation");
        }
        var hand = hand(room, event);
        yield () ->
            needs
                .writing()
                .redact(
                    hand,
                    room.id(),
                    event.eventId(),
                    REDACTED + why,
                    "report-" + report.id(),
                    OptionalLong.empty());
      }
      case SUSPEND -> {
        var account = account(by, subject);
        refuseBeyond(remit, account);
        if (account.admin()) {
          throw Refused.forbidden("This is an administrator");
        }
        yield () -> needs.bars().suspend(account, true);
      }
    };
  }

  /// The account of whom it is about.
  private Account account(Actor by, Optional<UserId> subject) {
    var account =
        subject
            .flatMap(needs.accounts()::find)
            .filter(Account::active)
            .filter(found -> found.user().server().equals(by.user().server()))
            .orElseThrow(() -> Refused.conflict("There is nobody of that name any more"));
    if (account.user().localpart().equals(Accounts.SERVER_ITSELF)
        || needs.services().isReserved(account.user())) {
      throw Refused.forbidden("Nobody decides on the account of a program");
    }
    return account;
  }

  private void refuseBeyond(Remits.Remit remit, Account account) {
    if (!remit.isHouse() && (account.admin() || !needs.reports().isWithin(remit, account.user()))) {
      throw Refused.forbidden("This person is of another organisation, or decides in one");
    }
  }

  /// In whose name a message is taken away: of who wrote it, or, when they left, of who runs the
  /// room.
  private Actor hand(Room room, RoomEvent event) {
    var levels = PowerLevels.of(room.version(), room.published().state());
    var runs = levels.named().stream().filter(user -> levels.user(user) >= levels.redact());
    return Stream.concat(UserId.parse(event.sender()).stream(), runs)
        .flatMap(user -> needs.accounts().find(user).stream())
        .filter(account -> account.active() && room.published().isJoined(account.userNid()))
        .findFirst()
        .map(Administration::as)
        .orElseThrow(() -> Refused.conflict("Nobody is in the room who could take it away"));
  }
}
