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
  void whatIsRunLaterGoesWithTheNextStatementAndBeforeIt() {
    db.write(tx -> tx.run("create table next (id bigint primary key, t text)"));
    String add = "insert into next values (?, ?) on conflict do nothing";
    String read = "select t from next where id >= ? order by id limit 1";
    // Often enough that the driver has prepared them.
    for (long id = 1; id < 20; id++) {
      long at = id;
      db.write(
          tx -> {
            Tx.Later<Integer> added = tx.runLater(add, at, "n" + at);
            Tx.Later<Optional<String>> before = tx.firstLater(row -> row.text("t"), read, at + 1);
            assertThatThrownBy(added::now).isInstanceOf(IllegalStateException.class);
            assertThat(tx.first(row -> row.text("t"), read, at)).contains("n" + at);
            assertThat(added.now()).isEqualTo(1);
            return assertThat(before.now()).isEmpty();
          });
    }
    Tx.Later<Integer> none =
        db.write(
            tx -> {
              Tx.Later<Integer> again = tx.runLater(add, 1L, "again");
              assertThat(tx.list(row -> row.text("t"), read, 1L)).containsExactly("n1");
              return again;
            });
    assertThat(none.now()).isZero();
    assertThatThrownBy(
            () ->
                db.write(
                    tx -> {
                      tx.runLater(add, 30L, "x");
                      return tx.first(row -> true, "select 1 / ?", 0L);
                    }))
        .isInstanceOf(DatabaseFault.class);
    assertThat(db.<List<Long>>read(tx -> tx.list(row -> 1L, "select from next where id = 30")))
        .isEmpty();
  }

  @Test
  void whatIsRunLaterGoesWithTheCommitOrNotAtAll() {
    db.write(tx -> tx.run("create table last (id bigint constraint last_key unique)"));
    String add = "insert into last values (?)";
    // Often enough that the driver has prepared them, and more than wait at a time.
    for (long id = 1; id < 20; id++) {
      long from = 100 * id;
      Tx.Later<Integer> added =
          db.write(
              tx -> {
                for (int i = 0; i < 40; i++) {
                  tx.runLater(add, from + i);
                }
                return tx.runLater(add, from + 40);
              });
      assertThat(added.now()).isEqualTo(1);
    }
    assertThatThrownBy(
            () ->
                db.write(
                    tx -> {
                      tx.run(add, 1L);
                      tx.runLater(add, 2L);
                      return tx.runLater(add, 1L);
                    }))
        .isInstanceOfSatisfying(
            DatabaseFault.class, fault -> assertThat(fault.violatesUnique("last_key")).isTrue());
    assertThatThrownBy(
            () ->
                db.write(
                    tx -> {
                      tx.runLater(add, 3L);
                      throw new IllegalStateException("given up");
                    }))
        .hasMessage("given up");
    List<Long> kept = db.read(tx -> tx.list(row -> row.number("n"), "select count(*) n from last"));
    assertThat(kept).containsExactly(19 * 41L);
    assertThatThrownBy(() -> db.read(tx -> tx.runLater(add, 4L)))
        .isInstanceOf(IllegalStateException.class);
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
