package parvis.suite.decisions;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parvis.base.Words;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonValue;

/// Decisions in the database, what became of them, and what devices asked for.
final class DecisionStore {
  /// Decisions that supersede one of many.
  static final int LATER_MAX = 1_000;

  private static final String COLUMNS =
      """
      select nid, id, space, number, version, versions, content, state_by, state_ms, made_by,
             made_ms, changed_ms,
      """;

  private static final String WHOLE = COLUMNS + " texts from decision";
  private static final String SHORT = COLUMNS + " '{}' as texts from decision";

  private static final String FIND = WHOLE + " where id = ?";
  private static final String LOCK = FIND + " for update";
  private static final String NAMED = SHORT + " where id = any(?)";

  private static final String LATER =
      SHORT
          + " where supersedes = any(?) and state in ('taken', 'executed') order by number limit ?";

  private static final String OWN =
      WHOLE + " where people @> array[?]::text[] order by nid desc limit ?";

  private static final String SEARCH =
      SHORT
          + " "
          + """
          where words @@ ?::tsquery
            and (space = any(?) or (space = any(?) and people @> array[?]::text[]))
            and (? or people @> array[?]::text[]) and changed_ms >= ? and changed_ms < ?
          order by changed_ms desc, nid limit ?""";

  private static final String REGISTER =
      "insert into decision_register (space) values (?) on conflict (space) do nothing";

  private static final String LOCK_REGISTER =
      "select space from decision_register where space = ? for update";

  private static final String NUMBER =
      """
      insert into decision_register (space, numbered) values (?, 1)
      on conflict (space) do update set numbered = decision_register.numbered + 1
      returning numbered""";

  private static final String ADD =
      """
      insert into decision (versions, content, texts, state, state_by, state_ms, day, supersedes,
                            people, words, changed_ms, version, nid, id, space, number, made_by,
                            made_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, array_to_tsvector(?::text[]), ?, ?, ?, ?, ?, ?, ?, ?)""";

  private static final String SAVE =
      """
      update decision
         set versions = ?, content = ?, texts = ?, state = ?, state_by = ?, state_ms = ?, day = ?,
             supersedes = ?, people = ?, words = array_to_tsvector(?::text[]), changed_ms = ?,
             version = ?
       where nid = ?""";

  private static final String ASK =
      """
      insert into decision_request (scope, request, decision, at_ms) values (?, ?, ?, ?)
      on conflict (scope, request) do nothing""";

  private static final String ASKED =
      "select decision from decision_request where scope = ? and request = ?";

  private static final String FORGET = "delete from decision_request where at_ms < ?";

  /// In whose place a decision came, step by step.
  private static final String EARLIER =
      """
      with recursive earlier as (
        select id, supersedes, 1 as steps from decision where id = ?
        union all
        select d.id, d.supersedes, e.steps + 1
          from decision d join earlier e on d.id = e.supersedes where e.steps < ?)
      select id from earlier order by steps""";

  Optional<Decision> find(Tx tx, String id) {
    return tx.first(DecisionStore::decision, FIND, id);
  }

  Optional<Decision> lock(Tx tx, String id) {
    return tx.first(DecisionStore::decision, LOCK, id);
  }

  /// Those of these ids that are there.
  List<Decision> named(Tx tx, Collection<String> ids) {
    return tx.list(DecisionStore::decision, NAMED, (Object) ids.toArray(String[]::new));
  }

  /// Those that hold and come in the place of one of these.
  List<Decision> later(Tx tx, Collection<String> ids) {
    return tx.list(DecisionStore::decision, LATER, ids.toArray(String[]::new), LATER_MAX);
  }

  /// A decision and those in whose place it came, up to a bound.
  List<String> earlier(Tx tx, String id, int max) {
    return tx.list(row -> row.text("id"), EARLIER, id, max);
  }

  /// The latest that name somebody.
  List<Decision> own(Tx tx, String user, int max) {
    return tx.list(DecisionStore::decision, OWN, user, max);
  }

  /// Decisions of a space, the latest first.
  ///
  /// @param own whom they must name; absent: all
  List<Decision> list(Tx tx, long space, Optional<String> own, Filter filter) {
    var sql = new StringBuilder(filter.whole() ? WHOLE : SHORT).append(" where space = ?");
    var args = new ArrayList<@Nullable Object>(List.of(space));
    own.ifPresent(
        user -> {
          sql.append(" and people @> array[?]::text[]");
          args.add(user);
        });
    filter
        .state()
        .ifPresent(
            state -> {
              sql.append(" and state = ?");
              args.add(state.word());
            });
    filter
        .year()
        .ifPresent(
            year -> {
              sql.append(" and day >= ? and day <= ?");
              args.add(year + "-01-01");
              args.add(year + "-12-31");
            });
    filter
        .words()
        .ifPresent(
            words -> {
              sql.append(" and words @@ ?::tsquery");
              args.add(words);
            });
    sql.append(" and number < ? order by number desc limit ?");
    args.add(filter.before());
    args.add(filter.limit() + 1);
    return tx.list(DecisionStore::decision, sql.toString(), args.toArray());
  }

  /// What is looked for in many spaces.
  ///
  /// @param whole nids of the spaces all of whose decisions are seen
  /// @param named nids of those whose decisions are seen where they name the user
  record Search(
      String words,
      long[] whole,
      long[] named,
      String user,
      Optional<String> person,
      long fromMs,
      long untilMs) {}

  /// What was changed last comes first.
  List<Decision> search(Tx tx, Search asked, int max) {
    return tx.list(
        DecisionStore::decision,
        SEARCH,
        asked.words(),
        asked.whole(),
        asked.named(),
        asked.user(),
        asked.person().isEmpty(),
        asked.person().orElse(""),
        asked.fromMs(),
        asked.untilMs(),
        max);
  }

  /// Lets nobody else tie decisions of this space to each other at the same time.
  void lockRegister(Tx tx, long space) {
    tx.run(REGISTER, space);
    tx.list(row -> row.number("space"), LOCK_REGISTER, space);
  }

  /// The next number of a space, which goes to nobody else.
  long number(Tx tx, long space) {
    return tx.first(row -> row.number("numbered"), NUMBER, space).orElseThrow();
  }

  void add(Tx tx, Decision decision) {
    var key = decision.key();
    var made =
        new Object[] {
          key.id(), key.space(), key.number(), decision.made().by(), decision.made().atMs()
        };
    var columns = columns(decision);
    var all = Arrays.copyOf(columns, columns.length + made.length);
    System.arraycopy(made, 0, all, columns.length, made.length);
    tx.run(ADD, all);
  }

  /// Keeps what a decision became.
  void save(Tx tx, Decision after) {
    tx.run(SAVE, columns(after));
  }

  /// What changes of a decision, and then its nid.
  private static @Nullable Object[] columns(Decision decision) {
    var content = decision.values();
    var texts = JsonObject.builder();
    for (var field : Field.values()) {
      if (field.isLong()) {
        texts.put(field.word(), decision.value(field));
        content = content.without(field.word());
      }
    }
    return new @Nullable Object[] {
      decision.versions().toString(),
      content.toString(),
      texts.build().toString(),
      decision.state().word(),
      decision.since().by(),
      decision.since().atMs(),
      decision.said(Field.DAY).orElse(null),
      decision.said(Field.SUPERSEDES).orElse(null),
      decision.people().toArray(String[]::new),
      Words.of(
          decision.title(),
          decision.text(Field.QUESTION),
          decision.text(Field.BODY),
          decision.text(Field.MEETING),
          decision.text(Field.TEXT),
          decision.text(Field.WHY)),
      decision.changedMs(),
      decision.version(),
      decision.key().nid()
    };
  }

  /// Notes that a device asks for something; what it was about when it has asked before.
  Optional<String> ask(Tx tx, long scope, String request, String decision, long nowMs) {
    return tx.run(ASK, scope, request, decision, nowMs) == 1
        ? Optional.empty()
        : tx.first(row -> row.text("decision"), ASKED, scope, request);
  }

  void forgetRequests(Tx tx, long beforeMs) {
    tx.run(FORGET, beforeMs);
  }

  private static Decision decision(Row row) {
    var values = json(row.text("content")).toBuilder();
    json(row.text("texts")).entries().forEach(text -> values.put(text.name(), text.value()));
    return new Decision(
        new Decision.Key(
            row.number("nid"), row.text("id"), row.number("space"), row.number("number")),
        (int) row.number("version"),
        json(row.text("versions")),
        values.build(),
        new Fact(row.text("state_by"), row.number("state_ms")),
        new Fact(row.text("made_by"), row.number("made_ms")),
        row.number("changed_ms"));
  }

  static JsonObject json(String text) {
    if (value(text) instanceof JsonObject json) {
      return json;
    }
    throw new IllegalStateException("what is kept of a decision is no object");
  }

  static JsonValue value(String text) {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.REQUEST);
  }
}
