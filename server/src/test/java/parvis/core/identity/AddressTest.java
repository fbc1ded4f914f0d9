package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.identity.AddressHouse.SECRET;
import static parvis.core.identity.AddressHouse.SUBMIT;
import static parvis.core.identity.AddressHouse.V3;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mailbox;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// E-mail addresses of accounts, with a mail server: proving and adding them.
class AddressTest {
  @AutoClose private final AddressHouse house = new AddressHouse();

  @Test
  void an_address_is_added_once_it_is_proven_and_signs_in() {
    Client alice = house.world.register("alice");
    String address = "alice@mairie.example";
    Answer asked = house.ask("/account/3pid", address, 1).ok();
    assertThat(asked.string("submit_url")).isEqualTo("https://parvis.example" + SUBMIT);
    String sid = asked.string("sid");
    JsonObject wish = JsonObject.of("sid", sid, "client_secret", SECRET);
    JsonObject proof = wish.with("auth", Client.proof(alice.user(), World.PASSWORD));
    assertThat(alice.post(V3 + "/account/3pid/add", wish).status()).isEqualTo(401);
    assertThat(alice.post(V3 + "/account/3pid/add", proof).errcode())
        .isEqualTo("M_THREEPID_AUTH_FAILED");
    assertThat(house.right(sid, house.mailbox.last(address, 1).code())).isTrue();
    assertThat(
            alice.post(V3 + "/account/3pid/add", proof.with("client_secret", "another")).errcode())
        .isEqualTo("M_THREEPID_AUTH_FAILED");
    alice.post(V3 + "/account/3pid/add", proof).ok();
    assertThat(alice.post(V3 + "/account/3pid/add", proof).errcode())
        .as("used up")
        .isEqualTo("M_THREEPID_AUTH_FAILED");
    JsonObject mine =
        alice
            .get(V3 + "/account/3pid")
            .ok()
            .json()
            .array("threepids")
            .orElseThrow()
            .objects()
            .getFirst();
    assertThat(mine.string("address")).hasValue(address);
    assertThat(mine.string("medium")).hasValue("email");
    assertThat(mine.integer("validated_at").orElseThrow()).isEqualTo(house.clock.millis());

    assertThat(house.signIn("Alice@Mairie.example", World.PASSWORD).ok().string("user_id"))
        .isEqualTo(alice.user());
    assertThat(house.signIn(address, "wrong").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(house.signIn("nobody@mairie.example", World.PASSWORD).text())
        .isEqualTo(house.signIn(address, "wrong").text());
    alice
        .post(V3 + "/account/3pid/delete", JsonObject.of("medium", "email", "address", address))
        .ok();
    assertThat(house.signIn(address, World.PASSWORD).errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void the_link_of_a_mail_proves_it_when_its_reader_says_so() {
    String address = "lien@mairie.example";
    String sid =
        house
            .stranger
            .post(
                V3 + "/account/3pid/email/requestToken",
                JsonObject.of(
                    "client_secret",
                    SECRET,
                    "email",
                    address,
                    "send_attempt",
                    1,
                    "next_link",
                    "https://parvis.example/settings"))
            .ok()
            .string("sid");
    String link = house.mailbox.last(address, 1).link();
    assertThat(link).startsWith("https://parvis.example/api/v1/address_proof?sid=" + sid);
    String path = link.substring("https://parvis.example".length());
    Answer page = house.stranger.get(path).ok();
    assertThat(page.text()).contains(address).contains("<form method=\"post\">");
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(house.right(sid, "000000x")).as("opened alone it proves nothing").isFalse();
    String token = path.substring(path.indexOf("token=") + 6);
    assertThat(confirm(sid, "x".repeat(27)).text()).contains("plus valable");
    Answer done = confirm(sid, token);
    assertThat(done.ok().text()).contains("href=\"https://parvis.example/settings\"");
    assertThat(confirm(sid, token).text()).as("followed once").contains("plus valable");
    assertThat(house.right(sid, "anything")).as("proven").isTrue();
    house.clock.advance(AddressProofs.LIFE);
    assertThat(house.stranger.get(path).text()).contains("plus valable");
    assertThat(house.right(sid, "anything")).isFalse();
  }

  private Answer confirm(String sid, String token) {
    byte[] form = ("sid=" + sid + "&token=" + token).getBytes(StandardCharsets.US_ASCII);
    return house.stranger.send(
        "POST", "/api/v1/address_proof", "application/x-www-form-urlencoded", form);
  }

  @Test
  void nobody_is_led_to_pages_of_others() {
    String address = "suite@mairie.example";
    String sid =
        house
            .stranger
            .post(
                V3 + "/account/3pid/email/requestToken",
                JsonObject.of(
                    "client_secret",
                    SECRET,
                    "email",
                    address,
                    "send_attempt",
                    1,
                    "next_link",
                    "https://parvis.example.evil.com/"))
            .ok()
            .string("sid");
    String link = house.mailbox.last(address, 1).link();
    assertThat(confirm(sid, link.substring(link.indexOf("token=") + 6)).ok().text())
        .doesNotContain("evil");
  }

  @Test
  void a_code_is_tried_five_times_and_told_by_who_asked_for_it_alone() {
    String address = "essais@mairie.example";
    String sid = house.ask("/account/3pid", address, 1).ok().string("sid");
    String code = house.mailbox.last(address, 1).code();
    String wrong = code.equals("000000") ? "000001" : "000000";
    assertThat(house.submit(sid, "not-mine", code).bool("success")).hasValue(false);
    for (int i = 0; i < AddressProofs.TRIES_MAX; i++) assertThat(house.right(sid, wrong)).isFalse();
    assertThat(house.right(sid, code)).isFalse();
    String again = house.ask("/account/3pid", address, 2).ok().string("sid");
    assertThat(again).isEqualTo(sid);
    assertThat(house.right(sid, house.mailbox.last(address, 2).code())).isTrue();
  }

  @Test
  void a_mail_goes_once_for_each_attempt_and_five_times_an_hour() {
    String address = "souvent@mairie.example";
    String sid = house.ask("/account/3pid", address, 3).ok().string("sid");
    house.mailbox.last(address, 1);
    for (long same : new long[] {3, 1, 0, -1})
      assertThat(house.ask("/account/3pid", address, same).ok().string("sid")).isEqualTo(sid);
    for (int i = 1; i < AddressProofs.MAILS_AN_HOUR; i++)
      house.ask("/account/password", address, 1, "secret" + i).ok();
    house.mailbox.last(address, AddressProofs.MAILS_AN_HOUR);
    assertThat(house.ask("/register", address, 1).errcode()).isEqualTo("M_LIMIT_EXCEEDED");
    assertThat(house.ask("/account/3pid", address, 4).errcode()).isEqualTo("M_LIMIT_EXCEEDED");
    assertThat(house.count(address)).isEqualTo(AddressProofs.MAILS_AN_HOUR);
    house.clock.advance(Duration.ofMinutes(61));
    house.ask("/account/3pid", address, 5).ok();
    house.mailbox.last(address, AddressProofs.MAILS_AN_HOUR + 1);
    for (int i = AddressProofs.MAILS_AN_HOUR + 1; i < AddressProofs.MAILS_A_DAY; i++)
      house.ask("/account/3pid", address, i + 1).ok();
    house.clock.advance(Duration.ofMinutes(61));
    assertThat(house.ask("/account/3pid", address, 20).errcode())
        .as("a day's mails, and so a day's tries")
        .isEqualTo("M_LIMIT_EXCEEDED");
    house.clock.advance(Duration.ofDays(1));
    house.ask("/account/3pid", address, 20).ok();
  }

  @Test
  void the_house_mails_no_more_than_so_many_an_hour_and_nobody_who_cannot_register() {
    house
        .world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into mail (id, server, recipient, subject, urgent, state, reason, tries,
                                      created_ms, due_ms, expires_ms)
                    select 'proof-many-' || n, (select name from server), 'n' || n || '@mairie.example', '', true, 'sent', '',
                           1, ?, 0, 0
                      from generate_series(1, ?) n
                    """,
                    house.clock.millis(),
                    AddressProofs.HOUSE_MAILS_AN_HOUR));
    assertThat(house.ask("/account/3pid", "trop@mairie.example", 1).errcode())
        .isEqualTo("M_LIMIT_EXCEEDED");
    house.clock.advance(Duration.ofMinutes(61));
    house.ask("/account/3pid", "trop@mairie.example", 1).ok();
    Client admin = house.world.administrator("portier");
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    assertThat(house.ask("/register", "trop@mairie.example", 1).errcode())
        .isEqualTo("M_THREEPID_DENIED");
  }

  @Test
  void what_is_no_address_is_mailed_nothing() {
    List<String> none =
        List.of(
            "a@evil.com@mairie.example",
            "\"a\"@mairie.example",
            "a@mairie.example\r\nBcc: x@y.fr",
            "A <a@mairie.example>",
            "é@mairie.example",
            "a@xn--mairie-9ua.example",
            "a",
            "");
    for (String text : none)
      for (String purpose : List.of("/register", "/account/password", "/account/3pid"))
        assertThat(house.ask(purpose, text, 1).errcode()).as(text).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void what_is_wrong_in_a_request_is_told_and_telephones_are_none() {
    for (String secret : List.of("", "with blank", "é", "x".repeat(256)))
      assertThat(house.ask("/account/3pid", "a@mairie.example", 1, secret).errcode())
          .isEqualTo("M_INVALID_PARAM");
    JsonObject number =
        JsonObject.of(
            "client_secret",
            SECRET,
            "country",
            "FR",
            "phone_number",
            "0612345678",
            "send_attempt",
            1);
    for (String path : List.of("/register", "/account/password"))
      assertThat(house.stranger.post(V3 + path + "/msisdn/requestToken", number).errcode())
          .isEqualTo("M_THREEPID_DENIED");
    assertThat(house.stranger.post(V3 + "/account/3pid/msisdn/requestToken", number).errcode())
        .isEqualTo("M_THREEPID_MEDIUM_NOT_SUPPORTED");
  }

  @Test
  void nobody_learns_whether_an_address_has_an_account() {
    String known = "connu@mairie.example";
    house.withAddress("connu", known);
    String unknown = "inconnu@mairie.example";
    for (String purpose : List.of("/register", "/account/password", "/account/3pid")) {
      JsonObject one = house.ask(purpose, known, 1, "s1").ok().json().without("sid");
      JsonObject other = house.ask(purpose, unknown, 1, "s1").ok().json().without("sid");
      assertThat(one).isEqualTo(other);
    }
    house.mailbox.last(known, 4);
    house.mailbox.last(unknown, 3);
    assertThat(texts(known))
        .filteredOn(text -> text.contains("Un compte y est déjà lié"))
        .hasSize(2);
    assertThat(texts(unknown)).filteredOn(text -> text.contains("Aucun compte")).hasSize(1);
  }

  private List<String> texts(String address) {
    return house.mailbox.all().stream()
        .filter(mail -> mail.header("To").equals(address))
        .map(Mailbox.Read::text)
        .toList();
  }

  @Test
  void who_has_an_account_is_sent_no_proof_for_another_one() {
    String address = "deja@mairie.example";
    house.withAddress("deja", address);
    String sid = house.ask("/register", address, 1).ok().string("sid");
    Mailbox.Read read = house.mailbox.last(address, 2);
    assertThat(read.text()).contains("https://parvis.example/forgotten").doesNotContain("    ");
    assertThat(house.right(sid, "123456")).isFalse();
  }
}
