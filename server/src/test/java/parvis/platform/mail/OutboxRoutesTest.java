package parvis.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mailbox;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.platform.config.StartRefused;
import parvis.protocol.json.JsonObject;

/// The outbox as an administrator sees it, without a mail server and with one.
class OutboxRoutesTest {
  private static final String MAILS = "/api/v1/mails";

  @AutoClose private final World world = World.start();
  private final Client admin = world.administrator("cheffe");

  private static JsonObject to(String address) {
    return JsonObject.of("to", address);
  }

  @Test
  void without_a_mail_server_mails_are_read_in_the_outbox_and_lie_in_files() throws IOException {
    Answer asked =
        admin.send(
            admin
                .request(MAILS)
                .header("Accept-Language", "en-GB,en;q=0.9")
                .POST(HttpRequest.BodyPublishers.ofString("{\"to\":\"Essai@Ville.example\"}"))
                .build());
    assertThat(asked.ok().json()).isEqualTo(JsonObject.EMPTY);
    assertThat(Mails.text(admin, "essai@ville.example")).contains("can write to this address");
    JsonObject list = admin.get(MAILS).ok().json();
    assertThat(list.bool("server")).hasValue(false);
    assertThat(list.string("trouble")).hasValue("");
    try (Stream<Path> files = Files.list(world.data().resolve("mail"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      assertThat(Files.readString(all.getFirst())).contains("To: essai@ville.example");
    }
    long mark = mark();
    assertThat(mark()).isEqualTo(mark);
    admin.post(MAILS, to("autre@ville.example")).ok();
    assertThat(mark()).as("another mail is there").isNotEqualTo(mark);
    Client agent = world.register("agente");
    assertThat(agent.get(MAILS + "/mark").errcode()).isEqualTo("M_FORBIDDEN");
    long number = Mails.kept(admin, "essai@ville.example").integer("number").orElseThrow();
    assertThat(agent.get(MAILS).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(agent.get(MAILS + "/" + number).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(agent.post(MAILS + "/" + number + "/tries", JsonObject.EMPTY).errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(agent.post(MAILS, to("a@b.fr")).errcode()).isEqualTo("M_FORBIDDEN");
    for (String bad : List.of("", "a@b@c.fr", "a@b.fr\r\nBcc: x@y.fr", "A <a@b.fr>"))
      assertThat(admin.post(MAILS, to(bad)).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void a_page_that_stays_open_is_noted_once_and_has_its_mark_from_the_list() {
    admin.post(MAILS, to("un@ville.example")).ok();
    assertThat(Mails.text(admin, "un@ville.example")).isNotEmpty();
    JsonObject list = admin.get(MAILS).ok().json();
    assertThat(list.integer("mark")).hasValue(mark());
    long number = Mails.kept(admin, "un@ville.example").integer("number").orElseThrow();
    JsonObject older = admin.get(MAILS + "?before=" + number).ok().json();
    assertThat(older.has("mark")).as("of the latest alone").isFalse();
    assertThat(readings()).isEqualTo(1);
    admin.get(MAILS).ok();
    assertThat(readings()).isEqualTo(1);
    world.db().write(tx -> tx.run("update access_line set at_ms = at_ms - 3600001"));
    admin.get(MAILS).ok();
    assertThat(readings()).as("an hour later").isEqualTo(2);
  }

  /// Lines that tell that the list was read.
  private long readings() {
    return admin
        .get("/api/v1/journals/accesses")
        .ok()
        .json()
        .array("lines")
        .orElseThrow()
        .objects()
        .stream()
        .filter(line -> line.string("deed").orElseThrow().equals("read mails"))
        .count();
  }

  @Test
  void what_is_written_to_another_administrator_is_not_shown() {
    has(world.register("autre"), "autre@ville.example");
    world.db().write(tx -> tx.run("update account set admin = true where localpart = 'autre'"));
    Client other = world.signIn("autre");
    has(admin, "cheffe@ville.example");
    for (String to : List.of("autre@ville.example", "cheffe@ville.example"))
      admin.post(MAILS, to(to)).ok();
    assertThat(Mails.text(admin, "cheffe@ville.example")).isNotEmpty();
    long number = Mails.kept(admin, "autre@ville.example").integer("number").orElseThrow();
    assertThat(admin.get(MAILS + "/" + number).errcode()).isEqualTo("M_FORBIDDEN");
    other.get(MAILS + "/" + number).ok();
  }

  private long mark() {
    return admin.get(MAILS + "/mark").ok().json().integer("mark").orElseThrow();
  }

  private void has(Client client, String address) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into address (server, address, "user", proven_ms, added_ms)
                    select c.server, ?, c."user", 1, 1
                      from account c join matrix_user u on u.nid = c."user" where u.user_id = ?
                    """,
                    address,
                    client.user()));
  }

  @Test
  void pages_go_back_to_the_first_mail() {
    for (int i = 0; i < Outbox.PAGE_MAX + 3; i++)
      admin.post(MAILS, to("page" + i + "@ville.example")).ok();
    JsonObject first = admin.get(MAILS).ok().json();
    assertThat(first.array("mails").orElseThrow().values()).hasSize(Outbox.PAGE_MAX);
    long next = first.integer("next").orElseThrow();
    JsonObject second = admin.get(MAILS + "?before=" + next).ok().json();
    assertThat(second.array("mails").orElseThrow().values()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(second.array("mails").orElseThrow().objects())
        .allMatch(mail -> mail.integer("number").orElseThrow() < next);
  }

  @Test
  void with_a_mail_server_nobody_reads_there_what_others_were_written() {
    try (Mailbox mailbox = Mailbox.open();
        World other = World.start(mailbox.settings())) {
      Client chief = other.administrator("cheffe");
      chief.post(MAILS, to("essai@ville.example")).ok();
      Mailbox.Read read = mailbox.last("essai@ville.example", 1);
      assertThat(read.subject()).isEqualTo("Parvis : message d'essai");
      JsonObject list = chief.get(MAILS).ok().json();
      assertThat(list.bool("server")).hasValue(true);
      long number =
          list.array("mails").orElseThrow().objects().getFirst().integer("number").orElseThrow();
      assertThat(chief.get(MAILS + "/" + number).errcode()).isEqualTo("M_NOT_FOUND");
      awaitSent(chief);
      assertThat(chief.post(MAILS + "/" + number + "/tries", JsonObject.EMPTY).status())
          .isEqualTo(409);
    }
  }

  private static void awaitSent(Client chief) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!chief.get(MAILS).ok().text().contains("\"sent\"")) {
      assertThat(System.nanoTime()).isLessThan(end);
      Race.breathe();
    }
  }

  @Test
  void a_house_says_what_is_wrong_with_its_mail_settings() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("PARVIS_MAIL_HOST", "smtp.ville.example"),
            Map.of("PARVIS_MAIL_USER", "parvis"),
            Map.of("PARVIS_MAIL_HOST", "a b", "PARVIS_MAIL_FROM", "a@b.fr"),
            Map.of("PARVIS_MAIL_HOST", "x.fr:25", "PARVIS_MAIL_FROM", "a@b.fr")))
      assertThatThrownBy(() -> World.start(wrong))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("mail_");
  }
}
