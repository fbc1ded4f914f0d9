package parvis.core.organisations;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.watch.Collector;
import parvis.platform.watch.JournalLine;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;

/// What administrators did: each deed is noted in the transaction that does it, so that none is
/// done and not noted.
final class Journal {
  /// Rows of one page; those of its last moment are all in it, since the next one begins before
  /// it.
  static final int PAGE_MAX = 200;

  /// What stands between words: a colon or a comma within an id is no end.
  private static final Pattern WORDS = Pattern.compile("[:,]?(\\s+|$)");

  private static final String NOTE =
      """
      insert into journal (nid, at_ms, server, organisation, "by", deed, about)
      values (?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String LABEL = "select label from organisation where nid = ?";
  private static final String WHO = "select user_id from matrix_user where nid = ?";

  private static final String NOTE_OWN =
      """
      insert into journal (nid, at_ms, server, organisation, "by", deed, about)
      select nextval('nid'), ?, ?, ?, nid, ?, user_id from matrix_user where nid = ?\
      """;

  private static final String LIST =
      """
      select j.at_ms, u.user_id, f.display_name, j.deed, j.about, o.label
        from (select nid, at_ms, "by", deed, about, organisation
                from journal
               where server = ? and (?::bigint is null or organisation = ?) and at_ms < ?
               order by at_ms desc fetch first ? rows with ties) j
        join matrix_user u on u.nid = j."by"
        left join profile f on f."user" = j."by"
        left join organisation o on o.nid = j.organisation
       order by j.at_ms desc, j.nid desc\
      """;

  private static final String PEOPLE =
      """
      select u.user_id, f.display_name, a.deactivated_ms
        from matrix_user u
        left join profile f on f."user" = u.nid
        left join account a on a."user" = u.nid
       where u.user_id = any(?)\
      """;

  private final LongSupplier nids;
  private final Collector collector;
  private final Clock clock;

  /// What somebody did, and whom or what it was about.
  ///
  /// @param organisation the label of the one in which it was; absent: in the whole server
  /// @param address from where, when that is kept
  record Line(
      long atMs,
      String by,
      Optional<String> name,
      String deed,
      String about,
      Optional<String> organisation,
      Optional<String> address) {
    /// Ids of those whom what it is about names, by the nature of the deed.
    List<String> named() {
      var words = WORDS.splitAsStream(about);
      return (switch (Deeds.names(deed)) {
            case FIRST -> words.limit(1);
            case ANY -> words;
            case NOBODY -> Stream.<String>empty();
          })
          .filter(word -> UserId.parse(word).isPresent())
          .distinct()
          .toList();
    }
  }

  /// Somebody of whom a line tells.
  ///
  /// @param name absent: they say none, or it went with their account
  /// @param ended whether they have no account any more
  record Told(String id, Optional<String> name, boolean ended) {}

  Journal(LongSupplier nids, Collector collector, Clock clock) {
    this.nids = nids;
    this.collector = collector;
    this.clock = clock;
  }

  /// A number for a row, to be taken before a transaction begins.
  long next() {
    return nids.getAsLong();
  }

  void note(Tx tx, long nid, Organisation of, Actor by, String deed, String about) {
    note(tx, nid, of.server(), Optional.of(of.nid()), by, deed, about);
  }

  /// @param organisation nid; absent: it was done for the whole server
  /// @throws IllegalArgumentException when the deed is none of [Deeds]
  void note(
      Tx tx,
      long nid,
      long server,
      Optional<Long> organisation,
      Actor by,
      String deed,
      String about) {
    Deeds.require(deed);
    long now = clock.millis();
    tx.run(NOTE, nid, now, server, organisation.orElse(null), by.userNid(), deed, about);
    collect(tx, now, by.user().value(), organisation, deed, about);
  }

  /// Has the line told to whom the operator named.
  private void collect(
      Tx tx, long now, String by, Optional<Long> organisation, String deed, String about) {
    if (collector.isThere()) {
      var label = organisation.flatMap(nid -> tx.first(row -> row.text("label"), LABEL, nid));
      collector.put(tx, new JournalLine(now, "deeds", by, "", label.orElse(""), deed, about));
    }
  }

  /// Notes what somebody did about themselves, by nid.
  void noteOwn(Tx tx, Organisation of, long by, String deed) {
    Deeds.require(deed);
    long now = clock.millis();
    tx.run(NOTE_OWN, now, of.server(), of.nid(), deed, by);
    if (collector.isThere()) {
      var who = tx.first(row -> row.text("user_id"), WHO, by).orElse("");
      collect(tx, now, who, Optional.of(of.nid()), deed, who);
    }
  }

  /// What was done in an organisation, the latest first.
  List<Line> of(Tx tx, Organisation organisation, Optional<Long> before) {
    return of(
        tx,
        new Remits.Remit(organisation.server(), Optional.of(organisation.nid()), Optional.empty()),
        before.orElse(Long.MAX_VALUE),
        PAGE_MAX);
  }

  /// The same in a whole server, or one organisation.
  List<Line> of(Tx tx, Remits.Remit remit, long before, int max) {
    var organisation = remit.organisation().orElse(null);
    return tx.list(Journal::line, LIST, remit.server(), organisation, organisation, before, max);
  }

  /// Those of whom lines tell: who did something, and whom it was about, as far as these are of the
  /// server.
  static List<Told> people(Tx tx, ServerName server, List<Line> lines) {
    var ids =
        lines.stream()
            .flatMap(line -> Stream.concat(Stream.of(line.by()), line.named().stream()))
            .filter(id -> UserId.parse(id).filter(of -> of.server().equals(server)).isPresent())
            .distinct()
            .toArray(String[]::new);
    return tx.list(
        row ->
            new Told(
                row.text("user_id"),
                row.optionalText("display_name"),
                row.optionalNumber("deactivated_ms").isPresent()),
        PEOPLE,
        (Object) ids);
  }

  private static Line line(Row row) {
    return new Line(
        row.number("at_ms"),
        row.text("user_id"),
        row.optionalText("display_name"),
        row.text("deed"),
        row.text("about"),
        row.optionalText("label"),
        Optional.empty());
  }
}
