package parvis.suite.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// How much one change of a group may ask of the house.
class PatchTest {
  private static JsonObject group(int members) {
    return JsonObject.of("displayName", "Quais", "members", members(0, members));
  }

  private static JsonArray members(int from, int to) {
    return JsonArray.of(
        IntStream.range(from, to).mapToObj(i -> JsonObject.of("value", "p" + i)).toArray());
  }

  private static JsonObject operation(String op, JsonArray members) {
    return JsonObject.of("op", op, "path", "members", "value", members);
  }

  private static JsonObject patched(JsonObject group, JsonObject... operations) {
    var body = JsonObject.of("Operations", JsonArray.of((Object[]) operations));
    return Patch.read(Schema.GROUP, body).apply(group);
  }

  private static int size(JsonObject group) {
    return group.array("members").map(JsonArray::size).orElse(0);
  }

  @Test
  void whoever_is_named_twice_is_of_a_group_once() {
    var many = operation("add", members(2_000, 5_000));
    assertThat(size(patched(group(4_000), many, many))).isEqualTo(5_000);
    assertThat(size(patched(group(5_000), operation("remove", members(1, 5_000))))).isEqualTo(1);
  }

  @Test
  void more_than_a_group_may_have_is_not_even_looked_at() {
    var many = operation("add", members(0, Patch.VALUES_MAX + 1));
    assertThatThrownBy(() -> patched(group(0), many)).isInstanceOf(Declined.class);
    var more = operation("add", members(4_000, 5_001));
    assertThatThrownBy(() -> patched(group(4_000), more)).isInstanceOf(Declined.class);
  }

  @Test
  void the_work_of_one_request_is_bounded() {
    var one = operation("remove", members(0, 1));
    var most = Math.toIntExact(Patch.LOOKED_AT_MAX / 5_000);
    var few = Collections.nCopies(most, one).toArray(JsonObject[]::new);
    assertThat(size(patched(group(5_000), few))).isEqualTo(4_999);
    var many = Collections.nCopies(most + 1, one).toArray(JsonObject[]::new);
    assertThatThrownBy(() -> patched(group(5_000), many)).isInstanceOf(Declined.class);
  }
}
