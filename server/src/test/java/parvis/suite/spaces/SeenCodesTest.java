package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Of the entry codes of a space, who administers is told of those that let somebody in.
class SeenCodesTest {
  @AutoClose static final World world = World.start();
  static final TownHall town = TownHall.in(world);
  static final JsonObject CODE = JsonObject.of("uses", 2, "expires_in_ms", 60_000);

  private static long codes(String name) {
    return town.mayor()
        .get(Town.one(town.ville()) + "/spaces?q=" + name)
        .ok()
        .json()
        .array("spaces")
        .orElseThrow()
        .objects()
        .getFirst()
        .integer("codes")
        .orElseThrow();
  }

  private static String member(String path, Client who) {
    return path + "/members/" + Client.segment(who.user());
  }

  @Test
  void those_of_an_archived_space_let_nobody_in() {
    var lea = town.agent("lea", "approver");
    var space = TownHall.space(lea, "serres");
    lea.post(space + "/entry_codes", CODE).ok();
    assertThat(codes("serres")).isEqualTo(1);
    lea.put(space, JsonObject.of("archived", true)).ok();
    assertThat(codes("serres")).isZero();
    lea.put(space, JsonObject.of("archived", false)).ok();
    assertThat(codes("serres")).isEqualTo(1);
  }

  @Test
  void those_of_who_is_suspended_or_animates_no_more_let_nobody_in() {
    var lou = town.agent("lou", "approver");
    var max = town.agent("max", "member");
    var space = TownHall.space(lou, "jardin");
    TownHall.animates(lou, space, max);
    lou.post(space + "/entry_codes", CODE).ok();
    max.post(space + "/entry_codes", CODE).ok();
    assertThat(codes("jardin")).isEqualTo(2);
    var suspension = member(Town.one(town.ville()), max) + "/suspension";
    town.mayor().put(suspension, JsonObject.of("suspended", true)).ok();
    assertThat(codes("jardin")).isEqualTo(1);
    town.mayor().put(suspension, JsonObject.of("suspended", false)).ok();
    assertThat(codes("jardin")).isEqualTo(2);
    max.put(member(space, max), JsonObject.of("role", "contributor")).ok();
    assertThat(codes("jardin")).isEqualTo(1);
  }

  @Test
  void whether_who_made_codes_is_kept_out_is_asked_once_for_all_of_them() {
    var lise = town.agent("lise", "approver");
    var space = TownHall.space(lise, "verger");
    for (int i = 0; i < CodeStore.VALID_MAX; i++) {
      lise.post(space + "/entry_codes", CODE).ok();
    }
    var before = world.connectionsTaken();
    assertThat(codes("verger")).isEqualTo(CodeStore.VALID_MAX);
    assertThat(world.connectionsTaken() - before).isLessThan(CodeStore.VALID_MAX);
  }

  @Test
  void those_that_make_agents_let_nobody_in_once_their_maker_does_not_administer() {
    var former = town.agent("former", "administrator");
    var space = TownHall.space(former, "guichet");
    former.post(space + "/entry_codes", CODE.with("organisation", town.ville())).ok();
    former.post(space + "/entry_codes", CODE).ok();
    assertThat(codes("guichet")).isEqualTo(2);
    Town.put(town.admin(), town.ville(), former, "member").ok();
    assertThat(codes("guichet")).isEqualTo(1);
  }
}
