package parvis.platform.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Caches fill their shares of the heap and no more.
class MemoryTest {
  private static final long HEAP_BYTES = 1_000_000;

  private final Memory memory = new Memory(HEAP_BYTES);

  private long used(String name) {
    return memory.used().get(name).getAsLong();
  }

  @Test
  void a_cache_holds_no_more_than_its_share() {
    var cache = memory.<Integer, byte[]>cache("texts", 10, (_, text) -> text.length);
    for (int i = 0; i < 1_000; i++) {
      cache.put(i, new byte[1_000]);
    }
    assertThat(used("texts")).isPositive().isLessThanOrEqualTo(HEAP_BYTES / 10);
  }

  @Test
  void a_value_that_grew_is_weighed_again() {
    var cache = memory.<String, List<Integer>>cache("lists", 10, (_, list) -> list.size() * 100);
    var list = new ArrayList<Integer>();
    cache.put("one", list);
    assertThat(used("lists")).isEqualTo(Memory.ENTRY_BYTES);
    list.add(1);
    cache.asMap().computeIfPresent("one", (_, same) -> same);
    assertThat(used("lists")).isEqualTo(Memory.ENTRY_BYTES + 100);
    for (int i = 0; i < HEAP_BYTES / 1_000; i++) {
      list.add(i);
    }
    cache.asMap().computeIfPresent("one", (_, same) -> same);
    assertThat(cache.getIfPresent("one")).isNull();
  }

  @Test
  void nobody_gets_what_the_work_needs_and_nobody_gets_it_twice() {
    memory.share("most", Memory.PERCENT_MAX - 1, () -> 0);
    assertThatThrownBy(() -> memory.share("more", 2, () -> 0)).hasMessageContaining("more");
    assertThatThrownBy(() -> memory.share("most", 1, () -> 0)).hasMessageContaining("most");
  }
}
