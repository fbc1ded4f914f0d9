package parvis.suite.pilots;

import java.util.List;
import java.util.Optional;
import parvis.base.Language;
import parvis.core.identity.SecretHash;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.ServerName;

/// Applications in the database.
final class ApplicationStore {
  /// Applications of one page.
  static final int PAGE_MAX = 200;

  private static final int FORGOTTEN_MAX = 500;

  private static final String COLUMNS =
      """
      select nid, id, server, address, language, applicant, organisation, siret, headcount, need,
             state, question, reply, reason, created_ms, decided_ms, shared from house_application\
      """;

  private static final String ALL =
      COLUMNS
          + " where server = ? order by decided_ms desc nulls first, created_ms desc, nid desc limit ?";

  private static final String FIND = COLUMNS + " where server = ? and id = ? for update";
  private static final String BY_WORD = COLUMNS + " where server = ? and word_hash = ? for update";

  private static final String SAME =
      COLUMNS + " where server = ? and address = ? and secret_hash = ? and decided_ms is null";

  private static final String COUNTS =
      """
      select count(*) filter (where address = ? and created_ms > ?) as by_address,
             count(*) filter (where network = ? and created_ms > ?) as by_network,
             count(*) filter (where decided_ms is null) as waiting,
             count(*) filter (where decided_ms is null and address = ?) as mine
        from house_application where server = ?\
      """;

  private static final String OPEN =
      "select count(*) as n from house_application where server = ? and state = 'open'";

  private static final String ADD =
      """
      insert into house_application
        (nid, id, server, address, secret_hash, word_hash, network, language, applicant,
         organisation, siret, headcount, need, state, created_ms, shared)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)\
      """;

  private static final String ONE_BY_ONE =
      "select pg_advisory_xact_lock(hashtext('applications of ' || ?))";

  private static final String ASK =
      """
      update house_application set state = 'asked', question = ?, reply = '', word_hash = ?
       where nid = ?\
      """;

  private static final String REPLY =
      "update house_application set state = 'open', reply = ? where nid = ?";

  private static final String DECIDE =
      "update house_application set state = ?, reason = ?, decided_ms = ? where nid = ?";

  private static final String FORGET =
      """
      delete from house_application where nid in (
        select nid from house_application where coalesce(decided_ms, created_ms) < ?
         order by coalesce(decided_ms, created_ms) limit ?)\
      """;

  enum State {
    OPEN,
    ASKED,
    APPROVED,
    REFUSED;

    String word() {
      return Words.of(this);
    }

    boolean waits() {
      return this == OPEN || this == ASKED;
    }
  }

  /// What somebody says of their organisation.
  ///
  /// @param applicant their name, and behind a comma what they do
  record Said(
      String applicant, String organisation, Optional<String> siret, int headcount, String need) {
    private static final String COMMA = ",";

    String name() {
      return applicant.split(COMMA, 2)[0].strip();
    }

    String function() {
      var parts = applicant.split(COMMA, 2);
      return parts.length > 1 ? parts[1].strip() : "";
    }
  }

  /// @param question what was asked back, and `reply` to it
  /// @param shared whether several people read the address as it applied
  record Application(
      long nid,
      String id,
      ServerName server,
      Address address,
      Language language,
      Said said,
      State state,
      String question,
      String reply,
      String reason,
      long createdMs,
      Optional<Long> decidedMs,
      boolean shared) {}

  /// By what an application is known again and bounded.
  record Marks(SecretHash secret, SecretHash word, byte[] network) {}

  /// How many there are, that bound how many more there may be.
  record Counts(long byAddress, long byNetwork, long waiting, long mine) {}

  void hold(Tx tx, ServerName server) {
    tx.list(row -> true, ONE_BY_ONE, server.value());
  }

  /// How many wait to be looked at; those that were asked something wait for who applied.
  long open(Tx tx, ServerName server) {
    return tx.first(row -> row.number("n"), OPEN, server.value()).orElseThrow();
  }

  Counts counts(Tx tx, ServerName server, Address address, byte[] network, long month, long day) {
    return tx.first(
            row ->
                new Counts(
                    row.number("by_address"),
                    row.number("by_network"),
                    row.number("waiting"),
                    row.number("mine")),
            COUNTS,
            address.value(),
            month,
            network,
            day,
            address.value(),
            server.value())
        .orElseThrow();
  }

  void add(Tx tx, Application made, Marks marks) {
    tx.run(
        ADD,
        made.nid(),
        made.id(),
        made.server().value(),
        made.address().value(),
        marks.secret().bytes(),
        marks.word().bytes(),
        marks.network(),
        made.language().code(),
        made.said().applicant(),
        made.said().organisation(),
        made.said().siret().orElse(null),
        made.said().headcount(),
        made.said().need(),
        made.createdMs(),
        made.shared());
  }

  List<Application> all(Tx tx, ServerName server) {
    return tx.list(ApplicationStore::application, ALL, server.value(), PAGE_MAX);
  }

  Optional<Application> find(Tx tx, ServerName server, String id) {
    return tx.first(ApplicationStore::application, FIND, server.value(), id);
  }

  Optional<Application> byWord(Tx tx, ServerName server, SecretHash word) {
    return tx.first(ApplicationStore::application, BY_WORD, server.value(), word.bytes());
  }

  /// What the same browser has sent for the same address already, as long as nothing was decided:
  /// after that it applies anew.
  Optional<Application> same(Tx tx, ServerName server, Address address, SecretHash secret) {
    return tx.first(
        ApplicationStore::application, SAME, server.value(), address.value(), secret.bytes());
  }

  void ask(Tx tx, Application of, String question, SecretHash word) {
    tx.run(ASK, question, word.bytes(), of.nid());
  }

  void reply(Tx tx, Application of, String reply) {
    tx.run(REPLY, reply, of.nid());
  }

  void decide(Tx tx, Application of, State state, String reason, long now) {
    tx.run(DECIDE, state.word(), reason, now, of.nid());
  }

  int forget(Tx tx, long before) {
    return tx.run(FORGET, before, FORGOTTEN_MAX);
  }

  private static Application application(Row row) {
    var decided = row.optionalNumber("decided_ms");
    return new Application(
        row.number("nid"),
        row.text("id"),
        new ServerName(row.text("server")),
        new Address(row.text("address")),
        Language.of(row.text("language")),
        new Said(
            row.text("applicant"),
            row.text("organisation"),
            row.optionalText("siret"),
            (int) row.number("headcount"),
            row.text("need")),
        Words.read(State.class, row.text("state")),
        row.text("question"),
        row.text("reply"),
        row.text("reason"),
        row.number("created_ms"),
        decided.isPresent() ? Optional.of(decided.getAsLong()) : Optional.empty(),
        row.bool("shared"));
  }
}
