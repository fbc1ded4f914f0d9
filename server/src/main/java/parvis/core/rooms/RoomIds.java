package parvis.core.rooms;

import java.util.random.RandomGenerator;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.ServerName;

/// Makes ids for rooms of versions before 12, whose ids are drawn by chance.
final class RoomIds {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 22;

  private final RandomGenerator random;

  RoomIds(RandomGenerator random) {
    this.random = random;
  }

  RoomId next(ServerName server) {
    var id = new StringBuilder("!");
    for (int i = 0; i < LENGTH; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return RoomId.parse(id.append(':').append(server.value()).toString()).orElseThrow();
  }
}
