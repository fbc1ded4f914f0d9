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

  /// Of whole groups of people alone, in the order in which they first answered: who comes new
  /// changes nothing until there is another whole group.
  private static final String AVERAGES =
      """
      select organisation, count(*) as people,
             round(10 * avg(answers[1]))::bigint as first,
             round(10 * avg(answers[2]))::bigint as second,
             round(10 * avg(answers[3]))::bigint as third,
             round(10 * avg(answers[4]))::bigint as fourth,
             round(10 * avg(answers[5]))::bigint as fifth
        from (select organisation, answers,
                     row_number() over (partition by organisation order by at_ms, "user") as place,
                     count(*) over (partition by organisation) as total
                from pilot_answer where organisation = any(?)) as counted
       where place <= total - total % ?
       group by organisation\
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

  void put(Tx tx, long organisation, long user, List<Long> answers, long now) {
    tx.run(PUT, organisation, user, answers.stream().mapToLong(Long::longValue).toArray(), now);
  }

  /// @param group people that are counted together
  Map<Long, Averages> averages(Tx tx, long[] organisations, int group) {
    var averages = new HashMap<Long, Averages>();
    tx.list(
        row -> averages.put(row.number("organisation"), averages(row)),
        AVERAGES,
        organisations,
        group);
    return averages;
  }

  void forget(Tx tx, long user) {
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
