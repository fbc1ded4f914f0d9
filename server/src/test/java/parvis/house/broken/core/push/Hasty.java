package parvis.house.broken.core.push;

import parvis.house.broken.core.media.Media;
import parvis.house.broken.platform.db.Tx;

/// A part of the core that asks another one and writes rows, in one class.
public record Hasty(Media media) {
  int write(Tx tx) {
    return tx.run("delete from pusher");
  }
}
