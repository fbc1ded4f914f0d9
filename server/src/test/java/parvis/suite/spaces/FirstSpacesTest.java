package parvis.suite.spaces;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.spaces.TownHall.heard;
import static parvis.suite.spaces.TownHall.one;

import java.net.URLDecoder;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Whoever is let in from outside is invited into a space by the same request, or by none.
class FirstSpacesTest {
  private static final Pattern LINK = Pattern.compile("/sign-in\\?by=code&next=(\\S+)#(\\S+)");

  @AutoClose static final World world = World.start();
  static final TownHall hall = TownHall.ruled(world);
  static final Client admin = hall.admin();
  static final Client mayor = hall.mayor();
  static final String ville = hall.ville();
  static final String externals = hall.externals();

  private static String space(Client by, String name, boolean guests) {
    var id = TownHall.made(by, name);
    if (guests) {
      by.put(one(id), JsonObject.of("guests", true)).ok();
    }
    return id;
  }

  private static JsonObject whom(String address, String space) {
    return JsonObject.of("address", address, "name", "Léa Morin", "space", space);
  }

  private static Client entered(String address) {
    return hall.entered(address, JsonObject.EMPTY);
  }

  @Test
  void a_letter_names_the_space_and_leads_on_to_it() {
    var space = space(mayor, "Chantier", true);
    var user = mayor.post(externals, whom("lea@atelier.test", space)).ok().string("user_id");
    var letter = Mails.text(admin, "lea@atelier.test");
    assertThat(letter)
        .contains("On vous attend dans l'espace « Chantier »", "the space “Chantier”");
    var link = LINK.matcher(letter);
    assertThat(link.find()).isTrue();
    assertThat(URLDecoder.decode(link.group(1), UTF_8)).isEqualTo("/spaces/" + space);
    assertThat(link.group(2)).isEqualTo("lea@atelier.test");
    assertThat(mayor.get(one(space) + "/members").ok().json().array("invited").toString())
        .contains(user);
    var lea = entered("lea@atelier.test");
    assertThat(lea.get(one(space)).ok().json().bool("invited")).contains(true);
    lea.post(one(space) + "/join", JsonObject.EMPTY).ok();
    assertThat(lea.get(one(space)).ok().string("role")).isEqualTo("guest");
  }

  @Test
  void what_was_cut_off_is_done_by_the_next_look() {
    var space = space(mayor, "Digue", true);
    var nell = world.register("nell");
    cutOff(space, nell, mayor);
    Race.until(() -> nell.get(one(space)).text().contains("\"invited\":true"));
    Race.until(() -> waiting(space) == 0);
  }

  @Test
  void who_was_kept_out_meanwhile_invites_nobody_any_more() {
    var deputy = hall.agent("deputy", "approver");
    var space = space(deputy, "Pont", true);
    var rosa = world.register("rosa");
    var suspension = Town.one(ville) + "/members/" + Client.segment(deputy.user()) + "/suspension";
    mayor.put(suspension, JsonObject.of("suspended", true)).ok();
    cutOff(space, rosa, deputy);
    Race.until(() -> waiting(space) == 0);
    mayor.put(suspension, JsonObject.of("suspended", false)).ok();
    assertThat(rosa.get(one(space)).status()).isEqualTo(404);
    var over = space(mayor, "Clos", true);
    mayor.put(one(over), JsonObject.of("archived", true)).ok();
    var closed = space(mayor, "Muré", false);
    cutOff(over, rosa, mayor);
    var tina = world.register("tina");
    cutOff(closed, tina, mayor);
    Race.until(() -> waiting(over) + waiting(closed) == 0);
    assertThat(rosa.get(one(over)).status()).isEqualTo(404);
    assertThat(tina.get(one(closed)).status()).isEqualTo(404);
    for (var name : List.of("Clos", "Muré")) {
      var notice = "son invitation dans l’espace « " + name + " » n’a pas abouti";
      assertThat(heard(mayor)).contains(notice);
    }
  }

  @Test
  void who_has_come_in_meanwhile_is_not_said_to_be_kept_out() {
    var host = hall.agent("greeter", "administrator");
    var space = space(host, "Halle", true);
    var nina = world.register("nina");
    host.post(externals, JsonObject.of("user_id", nina.user(), "space", space)).ok();
    Race.until(() -> waiting(space) == 0);
    nina.post(one(space) + "/join", JsonObject.EMPTY).ok();
    cutOff(space, nina, host);
    Race.until(() -> waiting(space) == 0);
    host.put(one(space), JsonObject.of("archived", true)).ok();
    cutOff(space, nina, host);
    Race.until(() -> waiting(space) == 0);
    assertThat(heard(host)).doesNotContain("n’a pas abouti");
  }

  @Test
  void what_is_refused_once_they_are_let_in_is_told_to_who_let_them_in() {
    var host = hall.agent("host", "administrator");
    var space = space(host, "Square", true);
    var paul = world.register("paul");
    var data = "/_matrix/client/v3/user/" + Client.segment(paul.user()) + "/account_data/";
    paul.put(data + "m.invite_permission_config", JsonObject.of("default_action", "block")).ok();
    cutOff(space, paul, host);
    var notice =
        "L’accès de paul à Parvis est ouvert, mais son invitation dans l’espace « Square » n’a pas";
    Race.until(() -> heard(host).contains(notice));
    Race.until(() -> waiting(space) == 0);
    assertThat(heard(host).split(notice, -1)).hasSize(2);
    assertThat(paul.get(one(space)).status()).isEqualTo(404);
  }

  @Test
  void what_goes_wrong_once_they_are_let_in_fails_no_request() {
    var space = space(mayor, "Rive", true);
    var vera = world.register("vera");
    sql(
        """
        create function first_space_kept() returns trigger language plpgsql as
          'begin raise exception ''kept''; end'
        """);
    sql(
        """
        create trigger first_space_kept before delete on first_space
          for each row execute function first_space_kept()
        """);
    mayor.post(externals, JsonObject.of("user_id", vera.user(), "space", space)).ok();
    assertThat(vera.get(one(space)).ok().json().bool("invited")).contains(true);
    assertThat(waiting(space)).isEqualTo(1);
    sql("drop trigger first_space_kept on first_space");
    Race.until(() -> waiting(space) == 0);
  }

  /// As a fault leaves it behind: somebody is let in, and not invited.
  private static void cutOff(String space, Client whom, Client by) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into first_space (space, "user", "by", at_ms)
                    select ?, g.nid, m.nid, 1 from matrix_user g, matrix_user m
                     where g.user_id = ? and m.user_id = ?
                    """,
                    space,
                    whom.user(),
                    by.user()));
  }

  private static void sql(String statement) {
    world.db().write(tx -> tx.run(statement));
  }

  private static long waiting(String space) {
    return world
        .db()
        .read(
            tx ->
                tx.first(
                    row -> row.number("n"),
                    "select count(*) as n from first_space where space = ?",
                    space))
        .orElseThrow();
  }

  @Test
  void a_letter_without_a_space_leads_to_the_page_where_its_address_is_filled_in() {
    mayor.post(externals, JsonObject.of("address", "ida@atelier.test")).ok();
    assertThat(Mails.text(admin, "ida@atelier.test")).contains("/sign-in?by=code#ida@atelier.test");
  }

  @Test
  void who_has_an_account_is_invited_with_it() {
    var space = space(mayor, "Jumelage", true);
    var tom = world.register("tom");
    mayor.post(externals, JsonObject.of("user_id", tom.user(), "space", space)).ok();
    assertThat(tom.get(one(space)).ok().json().bool("invited")).contains(true);
    tom.post(one(space) + "/join", JsonObject.EMPTY).ok();
    assertThat(tom.get(one(space)).ok().string("role")).isEqualTo("guest");
  }

  @Test
  void nobody_is_let_in_where_the_space_is_refused() {
    var closed = space(mayor, "Fermé", false);
    refused(403, "closed", closed);
    var over = space(mayor, "Terminé", true);
    mayor.put(one(over), JsonObject.of("archived", true)).ok();
    refused(403, "archived", over);
    refused(404, "", "!nowhere:" + World.SERVER);
    var anna = hall.agent("anna", "approver");
    var hers = space(anna, "Atelier", true);
    refused(403, "", hers);
    assertThat(mayor.get(externals).ok().text()).doesNotContain("zoe");
  }

  /// Neither who has an account, nor who has none.
  private static void refused(int status, String reason, String space) {
    var name = "zoe" + status + Math.abs(space.hashCode());
    var zoe = world.register(name);
    var byId = mayor.post(externals, JsonObject.of("user_id", zoe.user(), "space", space));
    told(byId, status, reason, "space");
    assertThat(zoe.get("/api/v1/organisation").ok().json().has("external")).isFalse();
    var address = name + "@atelier.test";
    told(mayor.post(externals, whom(address, space)), status, reason, "space");
    assertThat(admin.get("/api/v1/mails").ok().text()).doesNotContain(address);
  }

  private static void told(Answer answer, int status, String reason, String field) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().string("reason").orElse("")).isEqualTo(reason);
    assertThat(answer.json().string("field").orElse("")).isEqualTo(field);
  }

  @Test
  void who_wants_no_invitations_and_who_was_banned_is_not_let_in_for_a_space() {
    var space = space(mayor, "Marché", true);
    var max = world.register("max");
    var data = "/_matrix/client/v3/user/" + Client.segment(max.user()) + "/account_data/";
    max.put(data + "m.invite_permission_config", JsonObject.of("default_action", "block")).ok();
    var blocked = mayor.post(externals, JsonObject.of("user_id", max.user(), "space", space));
    told(blocked, 403, "", "space");
    var ben = world.register("ben");
    var ban = "/_matrix/client/v3/rooms/" + Client.segment(space) + "/ban";
    mayor.post(ban, JsonObject.of("user_id", ben.user())).ok();
    var banned = mayor.post(externals, JsonObject.of("user_id", ben.user(), "space", space));
    told(banned, 403, "", "space");
  }

  @Test
  void why_somebody_is_not_invited_is_said() {
    var pia = world.register("pia");
    mayor.post(externals, JsonObject.of("user_id", pia.user())).ok();
    told(mayor.post(externals, JsonObject.of("user_id", pia.user())), 409, "guest", "");
    var rob = hall.agent("rob", "member");
    told(mayor.post(externals, JsonObject.of("user_id", rob.user())), 409, "agent", "");
    Town.domain(admin, ville, "ville.test", true).ok();
    told(mayor.post(externals, JsonObject.of("address", "x@ville.test")), 409, "address", "");
    admin.put(Town.one(ville) + "/mailboxes/accueil%40ville.test", JsonObject.EMPTY).ok();
    told(mayor.post(externals, JsonObject.of("address", "accueil@ville.test")), 409, "shared", "");
  }

  @Test
  void whom_another_organisation_admits_by_a_list_is_invited_as_anybody_is_and_becomes_its_agent() {
    var care = Town.organisation(admin, "Aide");
    var list = Town.one(care) + "/addresses";
    admin.post(list, JsonObject.of("list", "iris@poste.test")).ok();
    mayor.post(externals, JsonObject.of("address", "iris@poste.test")).ok();
    assertThat(Mails.text(admin, "iris@poste.test")).contains("vous invite");
    // That list is looked at again, and still nothing is to be seen of it.
    admin.post(list, JsonObject.of("list", "rene@poste.test")).ok();
    assertThat(mayor.get(externals).ok().text()).contains("Iris");
    var iris = entered("iris@poste.test");
    admin.post(list, JsonObject.of("list", "remi@poste.test")).ok();
    assertThat(Town.own(iris)).isEqualTo("Aide");
    mayor.post(Town.one(ville) + "/addresses", JsonObject.of("list", "ivan@poste.test")).ok();
    told(mayor.post(externals, JsonObject.of("address", "ivan@poste.test")), 409, "address", "");
  }
}
