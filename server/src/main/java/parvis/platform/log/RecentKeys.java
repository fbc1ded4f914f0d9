package parvis.platform.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The keys used last and what they stand for, so that asking again soon costs no statement.
final class RecentKeys {
  private static final int KEYS_MAX = 10_000;

  private final Map<SendKey, String> events =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SendKey, String> eldest) {
          return size() > KEYS_MAX;
        }
      };

  synchronized void add(SendKey key, String eventId) {
    events.put(key, eventId);
  }

  synchronized Optional<String> event(SendKey key) {
    return Optional.ofNullable(events.get(key));
  }
}
