package parvis.core.mailboxes;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.mailboxes.MailboxHouse.PASSWORD;
import static parvis.core.mailboxes.MailboxHouse.names;
import static parvis.core.mailboxes.MailboxHouse.path;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// What who administers an organisation does with its shared mailboxes.
class MailboxMarkingTest {
  @AutoClose private static final MailboxHouse HOUSE = new MailboxHouse(Map.of());

  private static Client agent(String name, String role) {
    Client agent = HOUSE.world.register(name);
    Town.put(HOUSE.admin, HOUSE.town, agent, role).ok();
    return agent;
  }

  private static List<String> deeds() {
    return HOUSE
        .admin
        .get("/api/v1/journals/deeds?organisation=" + HOUSE.town)
        .ok()
        .json()
        .array("lines")
        .orElseThrow()
        .objects()
        .stream()
        .map(line -> line.string("deed").orElseThrow() + " " + line.string("about").orElseThrow())
        .toList();
  }

  private static JsonObject one(String address) {
    return HOUSE.mailboxes(HOUSE.admin).stream()
        .filter(box -> box.string("address").orElseThrow().equals(address))
        .findFirst()
        .orElseThrow();
  }

  private static Client in(String address) {
    return HOUSE.client(HOUSE.told(address, MailboxHouse.BROWSER));
  }

  @Test
  void who_administers_marks_an_address_and_sees_its_people() {
    Client clerk = agent("greffe", "administrator");
    String address = "greffe@belleville.example";
    HOUSE.mark(clerk, address).ok();
    HOUSE.mark(clerk, address).ok();
    HOUSE.person(address, "Jeanne Martin");
    JsonObject told = one(address);
    assertThat(told.bool("own")).hasValue(true);
    JsonObject jeanne = told.array("people").orElseThrow().objects().getFirst();
    assertThat(jeanne.string("display_name")).hasValue("Jeanne Martin");
    assertThat(jeanne.integer("reset_until")).isEmpty();
    assertThat(deeds()).contains("share mailbox " + address);
    Client member = agent("simple", "member");
    assertThat(HOUSE.mark(member, address).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(member.get(Town.one(HOUSE.town) + "/mailboxes").errcode()).isEqualTo("M_FORBIDDEN");
    Client stranger = HOUSE.world.register("etrangere");
    assertThat(HOUSE.mark(stranger, address).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(stranger.delete(path(HOUSE.town, address)).errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void an_address_that_is_not_the_organisations_is_admitted_first() {
    String address = "pompiers@fournisseur.example";
    assertThat(HOUSE.mark(HOUSE.admin, address).status()).isEqualTo(409);
    assertThat(HOUSE.mark(HOUSE.admin, "pas-une-adresse").errcode()).isEqualTo("M_INVALID_PARAM");
    HOUSE.admin.post(Town.one(HOUSE.town) + "/addresses", JsonObject.of("list", address)).ok();
    HOUSE.marked(address);
    assertThat(Town.own(HOUSE.person(address, "Luc Morel"))).isEqualTo("Belleville");
  }

  @Test
  void whoever_had_the_address_keeps_their_account_and_chooses_anew_what_opens_it() {
    String address = "ancienne@belleville.example";
    Client before = in(address);
    String name = "/_matrix/client/v3/profile/" + Client.segment(before.user()) + "/displayname";
    before.put(name, JsonObject.of("displayname", "Jeanne Martin")).ok();
    HOUSE.marked(address);
    assertThat(before.get("/api/v1/me").errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    JsonObject step = HOUSE.step(address);
    assertThat(names(step)).containsExactly("Jeanne Martin");
    assertThat(HOUSE.enter(step, "Jeanne Martin", PASSWORD).errcode()).isEqualTo("M_FORBIDDEN");
    String code = HOUSE.issue(HOUSE.admin, before).ok().string("code");
    Client after = HOUSE.client(HOUSE.reset(HOUSE.step(address), "Jeanne Martin", code, PASSWORD));
    assertThat(after.user()).isEqualTo(before.user());
  }

  @Test
  void a_password_that_readers_may_have_chosen_opens_nothing_any_more() {
    String address = "motconnu@belleville.example";
    Client before = in(address);
    HOUSE
        .world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    update account set password = (select password from account where localpart = 'maire')
                     where "user" = (select nid from matrix_user where user_id = ?)
                    """,
                    before.user()));
    before.get("/api/v1/me").ok();
    HOUSE.marked(address);
    JsonObject login = Client.proof(before.user(), World.PASSWORD);
    assertThat(HOUSE.stranger.post("/_matrix/client/v3/login", login).errcode())
        .isEqualTo("M_FORBIDDEN");
  }

  @Test
  void an_address_of_ones_own_or_of_who_administers_is_not_shared() {
    String address = "seule@belleville.example";
    Client clerk = in(address);
    Town.put(HOUSE.admin, HOUSE.town, clerk, "administrator").ok();
    assertThat(HOUSE.mark(clerk, address).status()).isEqualTo(409);
    Client colleague = agent("collegue", "administrator");
    assertThat(HOUSE.mark(colleague, address).errcode()).isEqualTo("M_FORBIDDEN");
    clerk.get("/api/v1/me").ok();
    assertThat(in(address).user()).isEqualTo(clerk.user());
  }

  @Test
  void an_address_that_another_reader_had_added_leads_nowhere_any_more() {
    String address = "ajoutee@belleville.example";
    String added = "maison@belleville.example";
    Client before = in(address);
    HOUSE
        .world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into address (server, address, "user", proven_ms, added_ms)
                    select server, ?, "user", proven_ms, added_ms from address where address = ?
                    """,
                    added,
                    address));
    assertThat(in(added).user()).isEqualTo(before.user());
    HOUSE.marked(address);
    assertThat(in(added).user()).isNotEqualTo(before.user());
  }

  @Test
  void what_was_begun_before_lets_nobody_in() {
    String address = "commencee@belleville.example";
    Client before = in(address);
    HOUSE
        .world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into factor_step (hash, "user", secret_hash, enrols, created_ms, expires_ms)
                    select 'step'::bytea, nid, 'here'::bytea, true, ?, ? from matrix_user where user_id = ?
                    """,
                    HOUSE.clock.millis(),
                    HOUSE.clock.millis() + 600_000,
                    before.user()));
    HOUSE.marked(address);
    String used = "select used from factor_step where hash = 'step'::bytea";
    boolean over =
        HOUSE.world.db().read(tx -> tx.first(row -> row.bool("used"), used)).orElseThrow();
    assertThat(over).isTrue();
  }

  @Test
  void it_is_unmarked_once_one_person_at_most_comes_in_by_it() {
    String address = HOUSE.shared("rendue");
    Client jeanne = HOUSE.person(address, "Jeanne Martin");
    Client paul = HOUSE.person(address, "Paul Roy");
    Answer refused = HOUSE.unmark(HOUSE.admin, address);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(names(HOUSE.step(address))).hasSize(2);
    JsonObject proof = JsonObject.of("auth", Client.proof(paul.user(), PASSWORD));
    paul.post("/_matrix/client/v3/account/deactivate", proof).ok();
    JsonObject step = HOUSE.step(address);
    HOUSE.unmark(HOUSE.admin, address).ok();
    assertThat(HOUSE.join(step, "Anne Roy", PASSWORD).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(in(address).user()).isEqualTo(jeanne.user());
    assertThat(HOUSE.unmark(HOUSE.admin, address).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(deeds()).contains("unshare mailbox " + address);
    String empty = HOUSE.shared("vide");
    HOUSE.unmark(HOUSE.admin, empty).ok();
    in(empty);
  }

  @Test
  void an_address_that_comes_to_another_organisation_is_administered_there() {
    String address = HOUSE.shared("ailleurs");
    Client jeanne = HOUSE.person(address, "Jeanne Martin");
    Client before = agent("avant", "administrator");
    String port = Town.organisation(HOUSE.admin, "Port");
    Town.domain(HOUSE.admin, HOUSE.town, "belleville-autre.example", false).ok();
    HOUSE.admin.post(Town.one(port) + "/addresses", JsonObject.of("list", address)).ok();
    try {
      assertThat(one(address).bool("own")).hasValue(false);
      assertThat(HOUSE.mark(before, address).status()).isEqualTo(409);
      assertThat(HOUSE.unmark(before, address).status()).isEqualTo(409);
      HOUSE.enter(HOUSE.step(address), "Jeanne Martin", PASSWORD).ok();
      HOUSE.admin.put(path(port, address), JsonObject.EMPTY).ok();
      assertThat(HOUSE.mailboxes(HOUSE.admin).toString()).doesNotContain(address);
      Client paul = HOUSE.person(address, "Paul Roy");
      assertThat(List.of(Town.own(jeanne), Town.own(paul))).containsExactly("Belleville", "Port");
      assertThat(HOUSE.issue(HOUSE.admin, port, jeanne).errcode())
          .as("of another organisation")
          .isEqualTo("M_NOT_FOUND");
      HOUSE.issue(HOUSE.admin, jeanne).ok();
    } finally {
      HOUSE.admin.delete(Town.one(port) + "/addresses/" + Client.segment(address)).ok();
      Town.domain(HOUSE.admin, HOUSE.town, "belleville.example", false).ok();
    }
  }

  @Test
  void a_reset_code_is_handed_over_for_people_of_a_mailbox_by_who_administers_alone() {
    String address = HOUSE.shared("codes");
    Client jeanne = HOUSE.person(address, "Jeanne Martin");
    Client clerk = agent("secretaire", "administrator");
    String way = Town.one(HOUSE.town) + "/members/" + Client.segment(jeanne.user()) + "/reset_code";
    assertThat(clerk.post(way, JsonObject.EMPTY).status()).as("proves again").isEqualTo(401);
    String code = HOUSE.issue(clerk, jeanne).ok().string("code");
    assertThat(code).matches("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}");
    assertThat(deeds()).contains(Resets.DEED + " " + jeanne.user());
    assertThat(
            one(address).array("people").orElseThrow().objects().getFirst().integer("reset_until"))
        .isPresent();
    assertThat(HOUSE.issue(jeanne, jeanne).status()).isEqualTo(403);
    Client other = agent("autre", "member");
    assertThat(HOUSE.issue(other, jeanne).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(HOUSE.issue(clerk, other).errcode()).as("of no mailbox").isEqualTo("M_NOT_FOUND");
    assertThat(HOUSE.issue(clerk, HOUSE.admin).errcode()).isEqualTo("M_FORBIDDEN");
    Town.put(HOUSE.admin, HOUSE.town, jeanne, "administrator").ok();
    assertThat(HOUSE.issue(clerk, jeanne).errcode()).isEqualTo("M_FORBIDDEN");
    HOUSE.issue(HOUSE.admin, jeanne).ok();
    Town.put(HOUSE.admin, HOUSE.town, jeanne, "member").ok();
  }

  @Test
  void a_reset_code_is_good_once_for_a_while_and_with_the_mailbox_alone() {
    String address = HOUSE.shared("oublis");
    Client jeanne = HOUSE.person(address, "Jeanne Martin");
    HOUSE.person(address, "Paul Roy");
    String first = HOUSE.issue(HOUSE.admin, jeanne).ok().string("code");
    String code = HOUSE.issue(HOUSE.admin, jeanne).ok().string("code");
    JsonObject step = HOUSE.step(address);
    String fresh = "Onze loutres sans parapluie";
    assertThat(HOUSE.reset(step, "Jeanne Martin", first, fresh).errcode())
        .as("another was handed over")
        .isEqualTo("M_FORBIDDEN");
    assertThat(HOUSE.reset(step, "Paul Roy", code, fresh).errcode())
        .as("of somebody else")
        .isEqualTo("M_FORBIDDEN");
    assertThat(HOUSE.reset(step, "Jeanne Martin", code, "azerty").errcode())
        .isEqualTo("M_WEAK_PASSWORD");
    jeanne.get("/api/v1/me").ok();
    var told =
        HOUSE.letter(
            address, () -> HOUSE.reset(step, "Jeanne Martin", code.toLowerCase(), fresh).ok());
    assertThat(told.subject()).startsWith("Pour Jeanne Martin");
    assertThat(jeanne.get("/api/v1/me").errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    JsonObject again = HOUSE.step(address);
    assertThat(HOUSE.reset(again, "Jeanne Martin", code, PASSWORD).errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(HOUSE.enter(again, "Jeanne Martin", PASSWORD).errcode()).isEqualTo("M_FORBIDDEN");
    HOUSE.enter(again, "Jeanne Martin", fresh).ok();
  }

  @Test
  void a_reset_code_is_tried_few_times_and_ends() {
    String address = HOUSE.shared("essais");
    Client jeanne = HOUSE.person(address, "Jeanne Martin");
    String code = HOUSE.issue(HOUSE.admin, jeanne).ok().string("code");
    HOUSE.clock.advance(Resets.LIFE);
    assertThat(HOUSE.reset(HOUSE.step(address), "Jeanne Martin", code, PASSWORD).errcode())
        .isEqualTo("M_FORBIDDEN");
    String tried = HOUSE.issue(HOUSE.admin, jeanne).ok().string("code");
    JsonObject step = HOUSE.step(address);
    for (int i = 0; i < Resets.TRIES_MAX; i++) {
      assertThat(HOUSE.reset(step, "Jeanne Martin", "0000-0000-000" + i, PASSWORD).errcode())
          .isEqualTo("M_FORBIDDEN");
    }
    assertThat(HOUSE.reset(HOUSE.step(address), "Jeanne Martin", tried, PASSWORD).errcode())
        .isEqualTo("M_FORBIDDEN");
  }

  @Test
  void an_organisation_has_a_bounded_number_of_them() {
    String port = Town.organisation(HOUSE.admin, "Bornes");
    String list =
        String.join(
            "\n",
            IntStream.rangeClosed(0, Marking.MAILBOXES_MAX)
                .mapToObj(i -> "b" + i + "@bornes.example")
                .toList());
    HOUSE.admin.post(Town.one(port) + "/addresses", JsonObject.of("list", list)).ok();
    for (int i = 0; i < Marking.MAILBOXES_MAX; i++) {
      HOUSE.admin.put(path(port, "b" + i + "@bornes.example"), JsonObject.EMPTY).ok();
    }
    String last = path(port, "b" + Marking.MAILBOXES_MAX + "@bornes.example");
    assertThat(HOUSE.admin.put(last, JsonObject.EMPTY).errcode())
        .isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
  }
}
