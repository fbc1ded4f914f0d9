package parvis.core.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Entry codes are read from paper, and typed as people type.
class EntryCodesTest {
  private static final String ENTRY = "/api/v1/entry";

  @AutoClose static World world;
  static Neighbours people;

  @BeforeAll
  static void start() {
    world = World.start();
    people = Neighbours.in(world);
  }

  private static String made() {
    var wish = JsonObject.of("purpose", "Pompiers", "uses", 5, "expires_in_ms", 3_600_000);
    return people.mayor().post(Town.one(people.town()) + "/entry_codes", wish).ok().string("word");
  }

  private static void enters(Client who, String typed) {
    who.post(ENTRY, JsonObject.of("word", typed)).ok();
    assertThat(Town.own(who)).isEqualTo("Belleville");
  }

  @Test
  void a_code_is_short_and_typed_in_any_way() {
    var word = made();
    assertThat(word).hasSize(14).matches("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}");
    enters(world.register("tel-quel"), word);
    enters(world.register("en-petit"), word.toLowerCase(Locale.ROOT));
    enters(world.register("sans-tirets"), word.replace("-", ""));
    enters(world.register("pris-pour"), word.replace('0', 'o').replace('1', 'l'));
    var wrong = word.substring(1) + (word.endsWith("2") ? "3" : "2");
    var answer = world.register("autre").post(ENTRY, JsonObject.of("word", wrong));
    assertThat(answer.errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(people.mayor().get(Town.one(people.town()) + "/journal").ok().text())
        .contains("come by entry code")
        .contains("tel-quel");
  }
}
