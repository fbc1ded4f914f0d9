package parvis.suite.spaces;

import java.util.List;
import java.util.Optional;
import parvis.core.rights.Preset;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;

/// The entry codes of spaces, and who used them.
final class CodeStore {
  /// Codes of one space that are valid at the same time, those in mails apart.
  static final int VALID_MAX = 50;

  /// Invitations of one address that are taken up together.
  private static final int TAKEN_MAX = 50;

  /// Invitations of one space by mail that are valid at the same time.
  static final int MAILED_MAX = 2_000;

  private static final int DUE_MAX = 200;

  private static final String COLUMNS =
      """
      select c.id, c.space, c."by", u.user_id, c.role, c.admits, c.expires_ms, c.uses_left,
             o.nid, o.id as organisation, o.name, o.server, c.mailed_to, c.guest_ends_ms,
             c.name as called, c.journal
        from space_code c join matrix_user u on u.nid = c."by"
        left join organisation o on o.nid = c.organisation\
      """;

  private static final String VALID =
      COLUMNS
          + """
           where c.space = ? and not c.mailed and c.expires_ms > ? and c.uses_left > 0
           order by c.created_ms, c.id limit ?\
          """;

  private static final String VALID_OF =
      COLUMNS
          + """
           where c.space = any(?) and not c.mailed and c.expires_ms > ? and c.uses_left > 0
           limit ?\
          """;

  private static final String FIND = COLUMNS + " where c.hash = ? and c.expires_ms > ?";

  private static final String ONE = COLUMNS + " where c.space = ? and c.id = ?";

  private static final String COUNT =
      """
      select count(*) as n from space_code
       where space = ? and mailed = ? and expires_ms > ? and uses_left > 0\
      """;

  private static final String ADD =
      """
      insert into space_code (id, space, hash, "by", role, mailed, admits, created_ms, expires_ms,
                              uses_left, request, organisation, mailed_to, guest_ends_ms, name,
                              journal)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String MAILED =
      COLUMNS
          + """
           where c.space = ? and c.mailed_to is not null and c.expires_ms > ? and c.uses_left > 0
           order by c.created_ms desc, c.id limit ?\
          """;

  private static final String MAILED_TO =
      COLUMNS
          + """
           where c.mailed_to = ? and c.expires_ms > ? and c.uses_left > 0
           order by c.created_ms, c.id limit ?\
          """;

  private static final String MAILED_INTO =
      COLUMNS
          + """
           where c.space = ? and c.mailed_to = ? and c.expires_ms > ? and c.uses_left > 0 limit ?\
          """;

  private static final String IS_MAILED =
      """
      select from space_code
       where space = ? and mailed_to = ? and expires_ms > ? and uses_left > 0 and id <> all(?)
       limit 1\
      """;

  private static final String REMOVE_MAILED =
      "delete from space_code where space = ? and mailed_to = ? and uses_left > 0";

  private static final String ASKED =
      COLUMNS + " where c.space = ? and c.\"by\" = ? and c.request = ?";

  private static final String LIFE =
      """
      select expires_ms - created_ms as life from space_code c
       where id = ? and not exists (select from space_code_use s where s.code = c.id)\
      """;

  private static final String REPLACE = "update space_code set hash = ?, name = ? where id = ?";

  /// One after the other of one person, so that what they ask for twice at once is made once, too.
  private static final String HOLD = "select from matrix_user where nid = ? for no key update";

  private static final String USED = "select from space_code_use where code = ? and \"user\" = ?";

  private static final String USE =
      "update space_code set uses_left = uses_left - 1 where id = ? and uses_left > 0";

  private static final String NOTE =
      "insert into space_code_use (code, \"user\", at_ms, arrived) values (?, ?, ?, false)";

  private static final String ARRIVED =
      "update space_code_use set arrived = true where code = ? and \"user\" = ?";

  private static final String FORGET_USE =
      "delete from space_code_use where code = ? and \"user\" = ?";

  private static final String GIVE_BACK =
      "update space_code set uses_left = uses_left + 1 where id = ?";

  private static final String DUE =
      """
      select s.code, u.user_id, c.space, c."by", b.user_id as maker, c.role
        from space_code_use s
        join space_code c on c.id = s.code
        join matrix_user u on u.nid = s."user"
        join matrix_user b on b.nid = c."by"
       where not s.arrived order by s.at_ms limit ?\
      """;

  private static final String REMOVE = "delete from space_code where space = ? and id = ?";

  /// Whose agents people become by a code.
  ///
  /// @param server nid of the one that it is of
  record Of(long nid, String id, String name, long server) {}

  /// An entry code.
  ///
  /// @param by nid of who made it, whose id `maker` is
  /// @param admits whether it makes an account, too
  /// @param mailed absent: it stands on paper
  /// @param of absent: whoever comes by it stays of the organisation that they are of, or of none
  /// @param name what it is for, where who made it says so
  /// @param journal nid of the organisation in whose journal its making stands
  record Code(
      String id,
      String space,
      long by,
      String maker,
      Preset role,
      boolean admits,
      long expiresMs,
      long usesLeft,
      Optional<Of> of,
      Optional<Mailed> mailed,
      Optional<String> name,
      Optional<Long> journal) {
    Code named(Optional<String> other) {
      return new Code(
          id, space, by, maker, role, admits, expiresMs, usesLeft, of, mailed, other, journal);
    }
  }

  /// To whom a code was mailed.
  ///
  /// @param endsMs until when whoever makes an account by it is a guest
  record Mailed(Address to, long endsMs) {}

  /// Somebody who used one, and has not come in yet.
  record Due(String code, String user, String space, long by, String maker, Preset role) {}

  /// The code that somebody made by a request before; from here on they ask for nothing else.
  Optional<Code> asked(Tx tx, String space, long by, String request) {
    hold(tx, by);
    return tx.first(CodeStore::code, ASKED, space, by, request);
  }

  /// Lets those who write as one person wait for each other, until the transaction ends.
  static void hold(Tx tx, long by) {
    tx.list(row -> true, HOLD, by);
  }

  /// For how long a code was made; absent when somebody used it.
  Optional<Long> lifeOfUnused(Tx tx, Code code) {
    return tx.first(row -> row.number("life"), LIFE, code.id());
  }

  /// Gives a code another word, and the name that it has now: nobody has seen those before. What it
  /// does stays as it is.
  void replace(Tx tx, Code code, byte[] hash) {
    tx.run(REPLACE, hash, code.name().orElse(null), code.id());
  }

  /// @param request its maker's name for the wish, if they gave it one
  void add(Tx tx, Code code, byte[] hash, boolean mailed, long now, Optional<String> request) {
    tx.run(
        ADD,
        code.id(),
        code.space(),
        hash,
        code.by(),
        code.role().word(),
        mailed,
        code.admits(),
        now,
        code.expiresMs(),
        (int) code.usesLeft(),
        request.orElse(null),
        code.of().map(Of::nid).orElse(null),
        code.mailed().map(to -> to.to().value()).orElse(null),
        code.mailed().map(Mailed::endsMs).orElse(null),
        code.name().orElse(null),
        code.journal().orElse(null));
  }

  List<Code> valid(Tx tx, String space, long now) {
    return tx.list(CodeStore::code, VALID, space, now, VALID_MAX);
  }

  /// The same of several spaces, in no order.
  List<Code> valid(Tx tx, List<String> spaces, long now) {
    return tx.list(
        CodeStore::code, VALID_OF, spaces.toArray(String[]::new), now, VALID_MAX * spaces.size());
  }

  /// The invitations by mail that nobody has used, the latest first.
  List<Code> mailed(Tx tx, String space, long now) {
    return tx.list(CodeStore::code, MAILED, space, now, MAILED_MAX);
  }

  /// The invitations of all spaces that were mailed to an address, and that nobody has used.
  List<Code> mailedTo(Tx tx, Address to, long now) {
    return tx.list(CodeStore::code, MAILED_TO, to.value(), now, TAKEN_MAX);
  }

  /// The invitations of one space that were mailed to an address, and that nobody has used.
  List<Code> mailedTo(Tx tx, String space, Address to, long now) {
    return tx.list(CodeStore::code, MAILED_INTO, space, to.value(), now, TAKEN_MAX);
  }

  /// Whether an invitation that was mailed to an address is good still.
  ///
  /// @param worthless the ids of those that let nobody in any more
  boolean isMailed(Tx tx, String space, Address to, long now, List<String> worthless) {
    var ids = worthless.toArray(String[]::new);
    return tx.first(row -> true, IS_MAILED, space, to.value(), now, ids).isPresent();
  }

  /// Makes what was mailed to an address worthless, where nobody has used it.
  void removeMailed(Tx tx, String space, Address to) {
    tx.run(REMOVE_MAILED, space, to.value());
  }

  long count(Tx tx, String space, boolean mailed, long now) {
    return tx.first(row -> row.number("n"), COUNT, space, mailed, now).orElseThrow();
  }

  /// A code of a space, whether or not it lets anybody in still.
  Optional<Code> one(Tx tx, String space, String id) {
    return tx.first(CodeStore::code, ONE, space, id);
  }

  /// A code that has not expired; whether it lets anybody more in is another matter.
  Optional<Code> find(Tx tx, byte[] hash, long now) {
    return tx.first(CodeStore::code, FIND, hash, now);
  }

  /// Uses a code for somebody, once; false when it lets nobody more in.
  boolean use(Tx tx, Code code, long user, long now) {
    if (isUsed(tx, code, user)) {
      return true;
    }
    return tx.run(USE, code.id()) == 1 && tx.run(NOTE, code.id(), user, now) == 1;
  }

  /// Whether somebody has used a code before.
  boolean isUsed(Tx tx, Code code, long user) {
    return tx.first(row -> true, USED, code.id(), user).isPresent();
  }

  /// Undoes a use that led nowhere.
  void giveBack(Tx tx, Code code, long user) {
    if (tx.run(FORGET_USE, code.id(), user) == 1) {
      tx.run(GIVE_BACK, code.id());
    }
  }

  void arrived(Tx tx, String code, long user) {
    tx.run(ARRIVED, code, user);
  }

  List<Due> due(Tx tx) {
    return tx.list(
        row ->
            new Due(
                row.text("code"),
                row.text("user_id"),
                row.text("space"),
                row.number("by"),
                row.text("maker"),
                Preset.role(row.text("role")).orElseThrow()),
        DUE,
        DUE_MAX);
  }

  boolean remove(Tx tx, String space, String id) {
    return tx.run(REMOVE, space, id) == 1;
  }

  private static Code code(Row row) {
    return new Code(
        row.text("id"),
        row.text("space"),
        row.number("by"),
        row.text("user_id"),
        Preset.role(row.text("role")).orElseThrow(),
        row.bool("admits"),
        row.number("expires_ms"),
        row.number("uses_left"),
        row.optionalText("organisation")
            .map(id -> new Of(row.number("nid"), id, row.text("name"), row.number("server"))),
        row.optionalText("mailed_to")
            .flatMap(Address::parse)
            .map(to -> new Mailed(to, row.number("guest_ends_ms"))),
        row.optionalText("called"),
        row.optionalNumber("journal").stream().boxed().findFirst());
  }
}
