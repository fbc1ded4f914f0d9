package parvis.suite.spaces;

import parvis.platform.db.Tx;

/// The rooms of spaces that somebody asked for, by their name for the wish.
final class RoomWishStore {
  private static final String BEGIN =
      """
      insert into space_room_wish (space, "by", request, room) values (?, ?, ?, ?)
      on conflict (space, "by", request) do nothing\
      """;

  private static final String BEGUN =
      "select room from space_room_wish where space = ? and \"by\" = ? and request = ?";

  private static final String FORGET =
      "delete from space_room_wish where space = ? and \"by\" = ? and request = ?";

  /// Notes at which id the room is made, unless that was noted before; and answers that id.
  String begin(Tx tx, String space, long by, String request, String fresh) {
    tx.run(BEGIN, space, by, request, fresh);
    return tx.first(row -> row.text("room"), BEGUN, space, by, request).orElseThrow();
  }

  boolean forget(Tx tx, String space, long by, String request) {
    return tx.run(FORGET, space, by, request) == 1;
  }
}
