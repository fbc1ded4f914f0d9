package parvis.platform.log;

/// How positions are given out so that they become visible in order.
///
/// Whatever the way, a committer that has its positions holds something until it has committed, and
/// PostgreSQL makes a transaction visible before it lets go of what it holds. So nobody can get
/// later positions before the earlier ones are visible, and whoever reads up to the last position
/// it sees has missed none. A sequence alone does not give this.
public interface Ordering {

  /// A query that waits until this transaction may have the next positions; one row, with a column
  /// `base`.
  ///
  /// @param after a from-list that must be evaluated before the wait begins
  /// @param rows an expression: how many positions will be taken
  String lock(String after, String rows);

  /// An expression: the position of row number `i`, where `base` is [#lock]'s.
  String position();

  /// An advisory lock and a sequence: nothing is updated, so an old snapshot elsewhere, which keeps
  /// dead rows alive, costs nothing. What PostgreSQL gets.
  static Ordering advisoryLock() {
    return new AdvisoryLock();
  }

  /// A row that counts: slower, and slower still under an old snapshot, but it needs nothing that
  /// an engine with PostgreSQL's language may lack.
  static Ordering counterRow() {
    return new CounterRow();
  }

  /// See [Ordering#advisoryLock].
  record AdvisoryLock() implements Ordering {
    /// The number of the lock: "parvislg" in ASCII. Nothing else takes it, except a new epoch.
    static final long NUMBER = 0x7061727669736c67L;

    @Override
    public String lock(String after, String rows) {
      return "select pg_advisory_xact_lock(%d)::text as held, 0::bigint as base from %s"
          .formatted(NUMBER, after);
    }

    @Override
    public String position() {
      return "nextval('log_pos')";
    }
  }

  /// See [Ordering#counterRow].
  record CounterRow() implements Ordering {
    @Override
    public String lock(String after, String rows) {
      return """
      update log_counter c set pos = c.pos + taken.rows
            from (select %s as rows from %s) taken
          returning c.pos - taken.rows as base"""
          .formatted(rows, after);
    }

    @Override
    public String position() {
      return "base + i";
    }
  }
}
