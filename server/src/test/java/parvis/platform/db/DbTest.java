package parvis.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parvis.harness.TestDatabase;

class DbTest {
  private static final Db db = TestDatabase.fresh();

  @Test
  void valuesOfEveryKindComeBackAsTheyWent() {
    db.write(
        tx -> {
          tx.run(
              "create table kinds (n bigint, t text, b bytea, f boolean, ns bigint[], ts text[])");
          return tx.run(
              "insert into kinds values (?, ?, ?, ?, ?, ?)",
              7L,
              "é",
              new byte[] {1, 2},
              true,
              new long[] {3, 4},
              new String[] {"a", "b"});
        });
    db.read(
        tx ->
            tx.first(
                row -> {
                  assertThat(row.number("n")).isEqualTo(7);
                  assertThat(row.text("t")).isEqualTo("é");
                  assertThat(row.bytes("b")).containsExactly(1, 2);
                  assertThat(row.bool("f")).isTrue();
                  assertThat(row.numbers("ns")).containsExactly(3, 4);
                  return assertThat(row.texts("ts")).isEqualTo(List.of("a", "b"));
                },
                "select * from kinds"));
  }

  @Test
  void manyRowsGoInByOneStatement() {
    db.write(tx -> tx.run("create table many (id bigint primary key, body bytea)"));
    byte[][] bodies = {{1}, {2}, {3}};
    int rows =
        db.write(
            tx ->
                tx.run(
                    "insert into many select * from unnest(?, ?)", new long[] {1, 2, 3}, bodies));
    assertThat(rows).isEqualTo(3);
  }

  @Test
  void twoStatementsGoOnOneWayThereAndBack() {
    db.write(tx -> tx.run("create table two (id bigint primary key, t text)"));
    String add = "insert into two values (?, ?) on conflict do nothing";
    String read = "select t from two where id >= ? order by id limit 1";
    // Often enough that the driver has prepared them.
    for (long id = 1; id < 20; id++) {
      long at = id;
      Tx.Both<String> both =
          db.write(tx -> tx.both(add, row -> row.text("t"), read, at, "n" + at, at));
      assertThat(both).isEqualTo(new Tx.Both<>(1, Optional.of("n" + at)));
    }
    Tx.Both<String> none =
        db.write(tx -> tx.both(add, row -> row.text("t"), read, 1L, "again", 20L));
    assertThat(none).isEqualTo(new Tx.Both<>(0, Optional.empty()));
    assertThatThrownBy(
            () -> db.write(tx -> tx.both(add, row -> true, "select 1 / ?", 30L, "x", 0L)))
        .isInstanceOf(DatabaseFault.class);
    Optional<Boolean> kept =
        db.read(tx -> tx.first(row -> true, "select 1 from two where id = 30"));
    assertThat(kept).isEmpty();
  }

  @Test
  void aFailureUndoesTheWholeWrite() {
    db.write(tx -> tx.run("create table whole (id bigint constraint whole_key unique)"));
    assertThatThrownBy(
            () ->
                db.write(
                    tx -> {
                      tx.run("insert into whole values (?)", 1L);
                      return tx.run("insert into whole values (?)", 1L);
                    }))
        .isInstanceOfSatisfying(
            DatabaseFault.class, fault -> assertThat(fault.violatesUnique("whole_key")).isTrue());
    List<Long> kept = db.read(tx -> tx.list(row -> row.number("id"), "select id from whole"));
    assertThat(kept).isEmpty();
  }

  @Test
  void aReadChangesNothing() {
    assertThatThrownBy(() -> db.read(tx -> tx.run("delete from program")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nobodyWaitsForASecondConnectionWhileHoldingOne() {
    assertThatThrownBy(() -> db.snapshot(tx -> db.read(own -> own.list(row -> 1, "select 1"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("use its Tx");
    List<Long> afterwards = db.read(tx -> tx.list(row -> row.number("n"), "select 1 as n"));
    assertThat(afterwards).containsExactly(1L);
  }

  @Test
  void theDatabaseIsCopiedFromTheMigratedOne() {
    Optional<Long> least =
        db.read(
            tx -> tx.first(row -> row.number("min_program"), "select min_program from program"));
    assertThat(least).contains((long) Migrations.PROGRAM);
  }
}
