package parvis.core.moderation;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.base.Spoken;
import parvis.core.identity.Users;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// Tells who reported something that it was decided on, and whom it is about what was decided. Each
/// notice is one by its name: what is told twice is there once.
final class Outcomes {
  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

  /// Whoever could not be told in so long is told no more.
  static final Duration TELL_MAX = Duration.ofDays(2);

  /// Why somebody is told nothing any more.
  private static final Set<Refused.Kind> GONE =
      Set.of(Refused.Kind.NOT_FOUND, Refused.Kind.USER_DEACTIVATED);

  private final Db db;
  private final ReportStore store;
  private final Reports reports;
  private final Users users;
  private final ServerNotices notices;
  private final ZoneId zone;

  /// @param zone where the house is
  Outcomes(
      Db db, ReportStore store, Reports reports, Users users, ServerNotices notices, ZoneId zone) {
    this.db = db;
    this.store = store;
    this.reports = reports;
    this.users = users;
    this.notices = notices;
    this.zone = zone;
  }

  /// Tells all whom a decision concerns. What was decided holds, whether they can be told now or
  /// are later.
  void tell(Report report, Report.Decided decided) {
    try {
      tellReporter(report, decided);
      if (decided.decision() != Decision.DISMISS) {
        reports.subject(report).ifPresent(person -> tellSubject(person, report, decided));
      }
      db.write(tx -> store.told(tx, report.id(), decided));
    } catch (RuntimeException fault) {
      LOG.warn("Somebody is told later what became of a report", fault);
    }
  }

  private void tellReporter(Report report, Report.Decided decided) {
    var received = Instant.ofEpochMilli(report.receivedMs()).atZone(zone);
    var format = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG);
    var upheld = decided.decision() != Decision.DISMISS;
    tell(
        users.id(report.by()),
        "report-" + report.id() + "-" + decided.atMs(),
        "Votre signalement du "
            + format.withLocale(Locale.FRENCH).format(received)
            + (upheld
                ? " a été examiné : une suite lui a été donnée."
                : " a été examiné : il est classé sans suite."),
        "Your report of "
            + format.withLocale(Locale.UK).format(received)
            + (upheld
                ? " was looked at, and something was done about it."
                : " was looked at, and nothing was done about it."),
        JsonObject.of("kind", "report_decided", "upheld", upheld));
  }

  private void tellSubject(UserId person, Report report, Report.Decided decided) {
    var decision = decided.decision();
    tell(
        person,
        "moderated-" + report.id() + "-" + decided.atMs(),
        french(decision) + " Motif : " + decided.why(),
        english(decision) + " Reason: " + decided.why(),
        JsonObject.of("kind", "moderated", "decision", decision.word(), "reason", decided.why()));
  }

  private static String french(Decision decision) {
    return switch (decision) {
      case DISMISS -> "";
      case WARN -> "Les personnes qui administrent Parvis vous adressent un avertissement.";
      case REDACT -> "Un de vos messages a été retiré par les personnes qui administrent Parvis.";
      case SUSPEND -> "Votre compte est suspendu par les personnes qui administrent Parvis.";
    };
  }

  private static String english(Decision decision) {
    return switch (decision) {
      case DISMISS -> "";
      case WARN -> "The people who run Parvis give you a warning.";
      case REDACT -> "One of your messages was taken away by the people who run Parvis.";
      case SUSPEND -> "Your account is suspended by the people who run Parvis.";
    };
  }

  private void tell(UserId to, String once, String french, String english, JsonObject about) {
    try {
      notices.tell(to, new Spoken(french, english), about, once);
    } catch (Refused refused) {
      if (!GONE.contains(refused.kind())) throw refused;
    }
  }
}
