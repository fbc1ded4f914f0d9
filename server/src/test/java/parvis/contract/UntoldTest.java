package parvis.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;

import org.junit.jupiter.api.Test;
import parvis.platform.http.Shape;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Whoever tells of an answer tells all of it.
class UntoldTest {
  private static final JsonObject TOLD =
      object(
              needed("total", count()),
              needed("all", list(object(needed("id", count())), 2)),
              needed("any", Shape.anything()))
          .schema();

  @Test
  void what_is_told_is_found_to_be_whole() {
    var answer =
        JsonObject.of(
            "total", 1L,
            "all", JsonArray.of(JsonObject.of("id", 1L)),
            "any", JsonObject.of("other", 1L));
    assertThat(new Untold(JsonObject.EMPTY).of(TOLD, answer)).isEmpty();
  }

  @Test
  void what_is_not_told_is_found_wherever_it_stands() {
    var named = JsonObject.of("Named", TOLD);
    var answer =
        JsonObject.of("next", 1L, "all", JsonArray.of(JsonObject.of("id", 1L, "name", "x")));
    var told = JsonObject.of("$ref", "#/components/schemas/Named");
    assertThat(new Untold(named).of(told, answer)).containsExactly("next", "all/name");
  }
}
