package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who is invited into a space by a list, and who comes by a code on paper.
class SpaceCodesTest {
  @AutoClose static final World world = World.start();
  static final TownHall hall = TownHall.in(world);
  static final Client admin = hall.admin();
  static final Client approver = hall.agent("approver", "approver");
  static final Client agent = hall.agent("agent", "member");

  @Test
  void a_list_is_invited_with_a_report_for_each_line() {
    var space = TownHall.opened(approver, "Liste");
    var list =
        String.join(
            "\n",
            "Agent <" + agent.user() + ">",
            approver.user(),
            "@nobody:" + World.SERVER,
            "Nouvelle Personne <nouvelle@ville.test>",
            "rien du tout");
    var path = TownHall.one(space) + "/invitations";
    var report = approver.post(path, JsonObject.of("list", list)).ok().json().array("report");
    assertThat(report.orElseThrow().objects())
        .extracting(line -> line.string("outcome").orElseThrow())
        .containsExactly("invited", "member", "unknown", "mailed", "invalid");
    var again = JsonObject.of("people", JsonArray.of(agent.user(), "nouvelle@ville.test"));
    assertThat(
            approver.post(path, again).ok().json().array("report").orElseThrow().objects().stream()
                .map(line -> line.string("outcome").orElseThrow()))
        .containsExactly("invited_before", "invited_before");
    agent.post(TownHall.one(space) + "/join", JsonObject.EMPTY).ok();
    var table = approver.get(TownHall.one(space) + "/members.csv").ok();
    assertThat(table.text()).contains("\"'" + agent.user() + "\"").contains("\"Ville\"");
    assertThat(approver.get(TownHall.one(space) + "/members?q=" + "a".repeat(2_000)).status())
        .isEqualTo(400);
  }

  @Test
  void a_code_on_paper_lets_in_who_has_an_account_and_who_makes_one() {
    var secret = TownHall.open("Papier").with("visibility", "secret").with("joining", "invitation");
    var space = approver.post(TownHall.SPACES, secret).ok().string("space_id");
    var wish = JsonObject.of("uses", 2, "expires_in_ms", 60_000, "role", "reader");
    var made = approver.post(TownHall.one(space) + "/entry_codes", wish).ok();
    var word = made.string("word");
    var entry = JsonObject.of("word", word);
    var door = world.stranger().get("/api/v1/space_entry/" + word).ok();
    assertThat(door.string("name")).isEqualTo("Papier");
    assertThat(door.string("invited_by")).isEqualTo("approver");
    assertThat(world.stranger().get("/api/v1/space_entry/none").status()).isEqualTo(404);
    assertThat(agent.post("/api/v1/space_entry", entry).ok().string("role")).isEqualTo("reader");
    agent.post("/api/v1/space_entry", entry).ok();
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    var registration =
        JsonObject.of(
            "username",
            "volunteer",
            "password",
            World.PASSWORD,
            "auth",
            JsonObject.of("type", "m.login.registration_token", "token", word));
    world.stranger().post("/_matrix/client/v3/register", registration).ok();
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
    var late = world.register("late");
    assertThat(late.post("/api/v1/space_entry", entry).status()).isEqualTo(404);
    var volunteer = world.signIn("volunteer");
    Race.until(() -> volunteer.get(TownHall.one(space)).text().contains("\"role\":\"guest\""));
    approver.delete(TownHall.one(space) + "/entry_codes/" + made.string("code")).ok();
    assertThat(late.post("/api/v1/space_entry", entry).status()).isEqualTo(404);
    assertThat(world.stranger().get("/api/v1/space_entry/" + word).status()).isEqualTo(404);
  }

  @Test
  void where_nobody_may_register_a_code_of_who_runs_the_server_lets_in_who_holds_it() {
    Town.put(admin, hall.ville(), admin, "member").ok();
    var space = TownHall.opened(admin, "Porte");
    admin.put("/api/v1/registration", JsonObject.of("mode", "closed")).ok();
    var wish = JsonObject.of("uses", 2, "expires_in_ms", 60_000);
    approver.post(TownHall.one(TownHall.opened(approver, "Autre")) + "/entry_codes", wish).ok();
    assertThat(mode()).isEqualTo("closed");
    var word = admin.post(TownHall.one(space) + "/entry_codes", wish).ok().string("word");
    assertThat(mode()).isEqualTo("invitation");
    world.stranger().get("/api/v1/invitations/" + word).ok();
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
  }

  static String mode() {
    return world.stranger().get("/api/v1/server").ok().string("registration");
  }

  @Test
  void a_code_makes_accounts_while_who_made_it_decides_for_an_organisation() {
    var former = hall.agent("former", "approver");
    var space = TownHall.opened(former, "Guichet");
    var wish = JsonObject.of("uses", 5, "expires_in_ms", 60_000, "role", "contributor");
    var made = former.post(TownHall.one(space) + "/entry_codes", wish).ok();
    assertThat(made.json().bool("admits")).hasValue(true);
    var word = made.string("word");
    Town.put(admin, hall.ville(), former, "member").ok();
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    var token = JsonObject.of("type", "m.login.registration_token", "token", word);
    var registration =
        JsonObject.of("username", "toolate", "password", World.PASSWORD, "auth", token);
    var refused = world.stranger().post("/_matrix/client/v3/register", registration);
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
    assertThat(refused.status()).isEqualTo(401);
    var lock = "/_matrix/client/v1/admin/lock/" + Client.segment(former.user());
    var entry = JsonObject.of("word", word);
    admin.put(lock, JsonObject.of("locked", true)).ok();
    assertThat(agent.post("/api/v1/space_entry", entry).status()).isEqualTo(404);
    assertThat(world.stranger().get("/api/v1/space_entry/" + word).status()).isEqualTo(404);
    admin.put(lock, JsonObject.of("locked", false)).ok();
    agent.post("/api/v1/space_entry", entry).ok();
  }

  @Test
  void a_code_is_told_from_others_by_its_name() {
    var codes = TownHall.one(TownHall.opened(approver, "Caserne")) + "/entry_codes";
    var wish = JsonObject.of("uses", 2, "expires_in_ms", 60_000);
    var named = wish.with("name", " Bénévoles de la caserne ");
    assertThat(approver.post(codes, named).ok().string("name"))
        .isEqualTo("Bénévoles de la caserne");
    assertThat(approver.post(codes, wish.with("name", "  ")).ok().json().has("name")).isFalse();
    assertThat(approver.post(codes, wish).ok().json().has("name")).isFalse();
    var listed = approver.get(codes).ok().json().array("entry_codes").orElseThrow().objects();
    assertThat(listed.stream().map(code -> code.string("name").orElse("")))
        .containsExactlyInAnyOrder("Bénévoles de la caserne", "", "");
    var tooLong = wish.with("name", "a".repeat(CodeWish.NAME_CHARS_MAX + 1));
    var refused = approver.post(codes, tooLong);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(approver.post(codes, wish.with("name", 7)).status()).isEqualTo(400);
    assertThat(approver.post(codes, wish.with("name", "a\u202Eb")).errcode())
        .isEqualTo("M_INVALID_PARAM");
    // A name is no part of the way in.
    var word = approver.post(codes, named).ok().string("word");
    assertThat(hall.door(word).string("name")).contains("Caserne");
  }

  @Test
  void the_journal_of_who_makes_a_code_has_it_and_not_that_of_another_organisation_of_the_space() {
    var agglo = Town.organisation(admin, "Agglo");
    var neighbour = hall.agentOf(agglo, "neighbour", "approver");
    var space = TownHall.space(approver, "Ensemble");
    TownHall.animates(approver, space, neighbour);
    var both = JsonArray.of(hall.ville(), agglo);
    neighbour.put(space, JsonObject.of("organisations", both)).ok();
    var wish = JsonObject.of("uses", 2, "expires_in_ms", 60_000);
    var code = approver.post(space + "/entry_codes", wish).ok().string("code");
    var ours = List.of("make space code Ensemble", "withdraw space code Ensemble");
    neighbour.delete(space + "/entry_codes/" + code).ok();
    assertThat(hall.journal(hall.ville())).containsAll(ours);
    assertThat(hall.journal(agglo)).doesNotContainAnyElementsOf(ours);
    neighbour.post(space + "/entry_codes", wish).ok();
    assertThat(hall.journal(agglo)).contains("make space code Ensemble");
    // Nor one that makes agents, whoever made it; and which one it is, is told.
    TownHall.animates(approver, space, hall.mayor());
    var agents = wish.with("organisation", hall.ville()).with("name", "Guichet");
    var paper = hall.mayor().post(space + "/entry_codes", agents).ok().string("code");
    neighbour.delete(space + "/entry_codes/" + paper).ok();
    assertThat(neighbour.delete(space + "/entry_codes/" + paper).status()).isEqualTo(404);
    assertThat(hall.journal(hall.ville()))
        .contains("make entry code Ensemble (Guichet)", "withdraw space code Ensemble (Guichet)");
    assertThat(hall.journal(agglo)).doesNotContain("withdraw space code Ensemble (Guichet)");
  }

  @Test
  void the_withdrawal_stands_where_the_making_does_though_who_made_it_has_moved() {
    var baie = Town.organisation(admin, "Baie");
    var leaving = hall.agent("leaving", "approver");
    var beside = hall.agentOf(baie, "beside", "approver");
    var space = TownHall.space(approver, "Partage");
    TownHall.animates(approver, space, leaving);
    TownHall.animates(approver, space, beside);
    beside.put(space, JsonObject.of("organisations", JsonArray.of(hall.ville(), baie))).ok();
    var wish = JsonObject.of("uses", 2, "expires_in_ms", 60_000, "name", "Affiche");
    var paper = leaving.post(space + "/entry_codes", wish).ok().string("code");
    assertThat(TownHall.outcomes(leaving, space, TownHall.list("lia@artisan.test")))
        .containsExactly("mailed");
    var mailed = TownHall.part(approver, space, "mailed").getFirst().string("code").orElseThrow();
    Town.remove(admin, hall.ville(), leaving).ok();
    Town.put(admin, baie, leaving, "member").ok();
    beside.delete(space + "/entry_codes/" + paper).ok();
    beside.delete(space + "/entry_codes/" + mailed).ok();
    var told = List.of("withdraw space code Partage (Affiche)", "withdraw space code Partage");
    assertThat(hall.journal(hall.ville())).containsAll(told);
    assertThat(hall.journal(baie)).doesNotContainAnyElementsOf(told);
  }

  @Test
  void a_code_that_was_made_without_its_name_has_it_once_the_wish_is_repeated() {
    var codes = TownHall.one(TownHall.opened(approver, "Répété")) + "/entry_codes";
    var wish = JsonObject.of("uses", 2, "expires_in_ms", 60_000, "request_id", "lost");
    var code = approver.post(codes, wish).ok().string("code");
    var again = approver.post(codes, wish.with("name", "Affiche")).ok();
    assertThat(again.string("code")).isEqualTo(code);
    assertThat(again.string("name")).isEqualTo("Affiche");
    var listed = approver.get(codes).ok().json().array("entry_codes").orElseThrow().objects();
    assertThat(listed)
        .extracting(one -> one.string("name"))
        .containsExactly(Optional.of("Affiche"));
  }
}
