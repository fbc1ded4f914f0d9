package parvis.core.moderation;

import java.util.Optional;
import parvis.platform.db.Tx;

/// The rooms of notices in the database, one for each person.
final class NoticeStore {
  private static final String FIND = "select room_id from notice_room where \"user\" = ?";

  private static final String PUT =
      """
      insert into notice_room ("user", room_id) values (?, ?) on conflict ("user") do nothing""";

  Optional<String> find(Tx tx, long user) {
    return tx.first(row -> row.text("room_id"), FIND, user);
  }

  /// Notes the room of somebody who has none yet.
  boolean put(Tx tx, long user, String roomId) {
    return tx.run(PUT, user, roomId) == 1;
  }
}
