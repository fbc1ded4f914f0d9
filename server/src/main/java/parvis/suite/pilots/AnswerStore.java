package parvis.suite.pilots;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Answers of the survey in the database.
final class AnswerStore {
  private static final String MINE =
      "select answers from pilot_answer where organisation = ? and \"user\" = ?";

  private static final String ALL_MINE =
      """
      select o.name, a.answers, a.at_ms from pilot_answer a
        join organisation o on o.nid = a.organisation
       where a."user" = ? order by a.at_ms limit ?\
      """;

  private static final String PUT =
      """
      insert into pilot_answer (organisation, "user", answers, at_ms) values (?, ?, ?, ?)
          on conflict (organisation, "user") do update set answers = excluded.answers\
      """;

  /// Lets those wait for each other who answer about one pilot.
  private static final String HOLD = "select 1 from pilot where organisation = ? for no key update";

  /// Counts all that is not counted, once it is of so many people.
  private static final String COUNT =
      """
      update pilot_answer set counted = answers
       where organisation = ? and counted is distinct from answers
         and (select count(*) from pilot_answer
               where organisation = ? and counted is distinct from answers) >= ?\
      """;

  private static final String AVERAGES =
      """
      select organisation, count(*) as people,
             round(10 * avg(counted[1]))::bigint as first,
             round(10 * avg(counted[2]))::bigint as second,
             round(10 * avg(counted[3]))::bigint as third,
             round(10 * avg(counted[4]))::bigint as fourth,
             round(10 * avg(counted[5]))::bigint as fifth
        from pilot_answer where organisation = any(?) and counted is not null
       group by organisation\
      """;

  /// What was counted goes on to be, as nobody's.
  private static final String DISOWN =
      """
      update pilot_answer set "user" = -nextval('nid'), answers = counted, at_ms = 0
       where "user" = ? and counted is not null\
      """;

  private static final String FORGET = "delete from pilot_answer where \"user\" = ?";

  private static final int TOLD_MAX = 100;

  /// What people answered on the average.
  ///
  /// @param tenths of a point, one number for each question
  record Averages(long people, List<Long> tenths) {}

  /// What one person answered.
  record Answered(String organisation, List<Long> answers, long atMs) {}

  Optional<List<Long>> mine(Tx tx, long organisation, long user) {
    return tx.first(AnswerStore::answers, MINE, organisation, user);
  }

  List<Answered> all(Tx tx, long user) {
    return tx.list(
        row -> new Answered(row.text("name"), answers(row), row.number("at_ms")),
        ALL_MINE,
        user,
        TOLD_MAX);
  }

  /// @param group people that are counted together, at least: what a single one says, or says anew,
  ///     changes no average by itself
  void put(Tx tx, long organisation, long user, List<Long> answers, int group, long now) {
    tx.first(row -> true, HOLD, organisation);
    tx.run(PUT, organisation, user, answers.stream().mapToLong(Long::longValue).toArray(), now);
    tx.run(COUNT, organisation, organisation, group);
  }

  Map<Long, Averages> averages(Tx tx, long[] organisations) {
    var averages = new HashMap<Long, Averages>();
    tx.list(
        row -> averages.put(row.number("organisation"), averages(row)),
        AVERAGES,
        (Object) organisations);
    return averages;
  }

  void forget(Tx tx, long user) {
    tx.run(DISOWN, user);
    tx.run(FORGET, user);
  }

  private static Averages averages(Row row) {
    return new Averages(
        row.number("people"),
        List.of(
            row.number("first"),
            row.number("second"),
            row.number("third"),
            row.number("fourth"),
            row.number("fifth")));
  }

  private static List<Long> answers(Row row) {
    return Arrays.stream(row.numbers("answers")).boxed().toList();
  }
}
