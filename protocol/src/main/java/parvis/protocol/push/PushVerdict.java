package parvis.protocol.push;

import java.util.Optional;

/// What an event does to one reader: whether it notifies, whether it stands out, and what it sounds
/// like.
public record PushVerdict(boolean notifies, boolean highlights, Optional<String> sound) {
  public static final PushVerdict SILENT = new PushVerdict(false, false, Optional.empty());
}
