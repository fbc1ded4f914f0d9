package parvis.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parvis.base.Language;
import parvis.harness.Certificate;
import parvis.harness.Mailbox;
import parvis.harness.TestClock;
import parvis.harness.TestDatabase;
import parvis.platform.config.Config;
import parvis.platform.config.Config.MailServer;
import parvis.platform.config.Config.MailServer.Security;
import parvis.platform.db.Db;
import parvis.platform.egress.Authorities;
import parvis.platform.mail.Way.Carried;
import parvis.platform.secret.MasterKey;
import parvis.protocol.id.Address;
import parvis.protocol.id.ServerName;

/// The outbox with mail servers that take mails, and with such that do not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboxTest {
  private static final ServerName SERVER = new ServerName("parvis.example");
  private static final Address TO = new Address("agent@mairie.example");
  private static final Address FROM = new Address("parvis@ville.example");

  private final Db db = TestDatabase.fresh();
  private final TestClock clock = new TestClock();
  private final Mailbox mailbox = Mailbox.open();
  private final SecureRandom random = new SecureRandom();
  private final Outbox outbox = outbox();
  private SSLSocketFactory usual = Authorities.sockets(Optional.empty());
  private Optional<Path> ours = Optional.empty();
  private Optional<SSLContext> tls = Optional.empty();
  private int number;

  private Outbox outbox() {
    return new Outbox(db, new MasterKey(new byte[MasterKey.BYTES], random), clock, random);
  }

  @BeforeAll
  void certificate(@TempDir Path folder)
      throws GeneralSecurityException, IOException, InterruptedException {
    Certificate made = Certificate.made(folder, "mail");
    Path kept = Files.createTempFile("parvis-mail-", ".pem");
    made.write(kept, folder.resolve("key.pem"));
    ours = Optional.of(kept);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(made.keys(), "for-this-test".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, random);
    tls = Optional.of(context);
  }

  @BeforeEach
  void empty() {
    db.write(tx -> tx.run("delete from mail"));
  }

  @AfterAll
  void close() throws IOException {
    mailbox.close();
    Files.deleteIfExists(ours.orElseThrow());
  }

  private SmtpWay way(int port) {
    return way(port, Security.NONE, usual);
  }

  private static SmtpWay way(int port, Security security, SSLSocketFactory trusted) {
    Optional<MailServer.Login> login =
        security == Security.NONE
            ? Optional.empty()
            : Optional.of(new MailServer.Login(Mailbox.USER, Mailbox.PASSWORD));
    return new SmtpWay(
        new Config.MailServer("localhost", port, security, login, FROM), trusted, "x", "300");
  }

  private Mail mail() {
    Letter letter = Letter.in(Language.FRENCH, "Été à la mairie").says("Ça va.").done();
    return Mail.of("test-" + ++number, SERVER, TO, letter);
  }

  /// Carries the one mail that waits, and says what the outbox shows of it.
  private Outbox.Entry carried(Way way) {
    Way.Waiting next = outbox.take().orElseThrow();
    outbox.settle(next, way.carry(next));
    return entry();
  }

  private Outbox.Entry entry() {
    return outbox.page(SERVER, Long.MAX_VALUE).getFirst();
  }

  @Test
  void a_mail_reaches_its_reader_in_two_forms_and_its_words_are_kept_no_longer() {
    Mail mail = mail().unsubscribedAt(URI.create("https://parvis.example/stop/1"));
    int before = mailbox.all().size();
    outbox.put(mail);
    assertThat(stored()).isNotEmpty().doesNotContain("mairie");
    try (SmtpWay way = way(mailbox.port())) {
      assertThat(carried(way).state()).isEqualTo("sent");
    }
    Mailbox.Read read = mailbox.wait(before + 1).getLast();
    assertThat(read.subject()).isEqualTo("Été à la mairie");
    assertThat(read.text()).isEqualTo("Ça va.\n");
    assertThat(read.html()).contains("<p>Ça va.</p>");
    assertThat(read.header("To")).isEqualTo(TO.value());
    assertThat(read.header("From")).isEqualTo("Parvis <" + FROM + ">");
    assertThat(read.header("Message-ID")).isEqualTo("<" + mail.id() + "@ville.example>");
    assertThat(read.header("Auto-Submitted")).isEqualTo("auto-generated");
    assertThat(read.header("List-Unsubscribe")).isEqualTo("<https://parvis.example/stop/1>");
    assertThat(read.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
    assertThat(stored()).isEmpty();
  }

  private String stored() {
    return db.read(
        tx ->
            tx.list(
                    row -> new String(row.bytes("letter"), StandardCharsets.UTF_8),
                    "select coalesce(sealed_letter, '') as letter from mail")
                .getFirst());
  }

  @Test
  void what_has_an_id_is_sent_once_however_often_it_is_put_in() {
    Mail mail = mail();
    int before = mailbox.all().size();
    outbox.put(mail);
    outbox.put(mail);
    try (SmtpWay way = way(mailbox.port())) {
      assertThat(carried(way).state()).isEqualTo("sent");
      outbox.put(mail);
      assertThat(outbox.take()).isEmpty();
      assertThat(outbox.again(SERVER, entry().nid())).hasValue(false);
    }
    assertThat(mailbox.all()).hasSize(before + 1);
  }

  @Test
  void several_nodes_send_each_mail_once() throws InterruptedException {
    int before = mailbox.all().size();
    List<Mail> mails = IntStream.range(0, 40).mapToObj(_ -> mail()).toList();
    mails.forEach(outbox::put);
    List<Outbox> nodes = List.of(outbox, outbox(), outbox());
    List<Postman> postmen =
        IntStream.range(0, 6)
            .mapToObj(
                n ->
                    new Postman(
                        n, nodes.get(n % 3), way(mailbox.port()), new AtomicReference<>("")))
            .toList();
    postmen.forEach(Postman::start);
    mailbox.wait(before + 40);
    postmen.forEach(Postman::close);
    assertThat(mailbox.all()).hasSize(before + 40);
    assertThat(
            mailbox.all().stream().skip(before).map(mail -> mail.header("Message-ID")).distinct())
        .hasSize(40);
    assertThat(outbox.page(SERVER, Long.MAX_VALUE)).allMatch(mail -> mail.state().equals("sent"));
  }

  @Test
  void a_mail_server_that_is_down_gets_its_mails_when_it_is_back() throws IOException {
    outbox.put(mail());
    int port;
    try (StubbornServer gone = new StubbornServer(Map.of(), Optional.empty())) {
      port = gone.port();
    }
    try (SmtpWay way = way(port)) {
      Outbox.Entry waits = carried(way);
      assertThat(waits.state()).isEqualTo("waiting");
      assertThat(waits.reason()).contains("connect");
      assertThat(waits.dueMs()).isEqualTo(clock.millis() + Outbox.AGAIN_FIRST.toMillis());
    }
    assertThat(outbox.take()).isEmpty();
    clock.advance(Outbox.AGAIN_FIRST);
    try (SmtpWay way = way(mailbox.port())) {
      Outbox.Entry sent = carried(way);
      assertThat(sent.state()).isEqualTo("sent");
      assertThat(sent.reason()).isEmpty();
      assertThat(sent.tries()).isEqualTo(2);
    }
  }

  @Test
  void tries_come_later_and_later_and_end_when_the_mail_is_worth_nothing() throws IOException {
    outbox.put(mail());
    try (StubbornServer busy =
            new StubbornServer(Map.of("RCPT", "451 try later"), Optional.empty());
        SmtpWay way = way(busy.port())) {
      long last = 0;
      for (int i = 0; i < 8; i++) {
        Outbox.Entry waits = carried(way);
        assertThat(waits.state()).isEqualTo("waiting");
        assertThat(waits.reason()).contains("451");
        long wait = waits.dueMs() - clock.millis();
        assertThat(wait).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(3_600_000);
        last = wait;
        clock.advance(Duration.ofMillis(wait));
      }
      assertThat(last).isEqualTo(Outbox.AGAIN_MAX.toMillis());
    }
    clock.advance(Duration.ofDays(3));
    assertThat(outbox.take()).isEmpty();
    outbox.tidy();
    assertThat(entry().state()).isEqualTo("refused");
    assertThat(entry().reason()).contains("451");
    assertThat(outbox.failed()).isEqualTo(1);
    clock.advance(Duration.ofHours(23));
    assertThat(outbox.standing(SERVER)).isEqualTo(new Outbox.Standing(0, 0, 1));
    clock.advance(Duration.ofHours(1));
    assertThat(outbox.standing(SERVER)).isEqualTo(new Outbox.Standing(0, 0, 0));
    clock.advance(Outbox.KEPT);
    outbox.tidy();
    assertThat(outbox.page(SERVER, Long.MAX_VALUE)).isEmpty();
  }

  /// What a server says or does, and what becomes of the mail.
  @ParameterizedTest
  @CsvSource({
    "RCPT, 550 no such mailbox, refused, 550",
    "DATA, 554 no, refused, 554",
    "., 554 looks like spam, refused, 554",
    "., 452 full, waiting, 452",
    "RCPT, 451 greylisted, waiting, 451",
    "MAIL, 550 you may not send, waiting, 550",
    "hello, 421 not now, waiting, 421",
    "hello, silence, waiting, ''",
    "EHLO, hangs up, waiting, ''",
    "RCPT, hangs up, waiting, ''",
    "RCPT, silence, waiting, ''",
    "DATA, hangs up, waiting, ''",
    "., hangs up, unsure, ''",
    "., silence, unsure, ''"
  })
  void what_a_mail_server_refuses_is_kept_with_its_reason(
      String word, String answer, String state, String reason) throws IOException {
    outbox.put(mail());
    try (StubbornServer server = new StubbornServer(Map.of(word, answer), Optional.empty());
        SmtpWay way = way(server.port())) {
      Outbox.Entry entry = carried(way);
      assertThat(entry.state()).as(entry.reason()).isEqualTo(state);
      assertThat(entry.reason()).isNotEmpty().contains(reason).doesNotContain("\n", "\r");
    }
    if (!state.equals("waiting")) {
      clock.advance(Duration.ofHours(2));
      assertThat(outbox.take()).as("nobody but an administrator sends it again").isEmpty();
      assertThat(outbox.again(SERVER, entry().nid())).hasValue(true);
      try (SmtpWay way = way(mailbox.port())) {
        assertThat(carried(way).state()).isEqualTo("sent");
      }
    }
  }

  @Test
  void a_mail_that_was_on_its_way_when_the_program_ended_is_not_sent_by_itself() {
    outbox.put(mail());
    assertThat(outbox.take()).isPresent();
    clock.advance(Outbox.SENDING_MAX.minusSeconds(1));
    outbox.tidy();
    assertThat(entry().state()).isEqualTo("sending");
    assertThat(outbox.again(SERVER, entry().nid())).hasValue(false);
    clock.advance(Duration.ofSeconds(2));
    outbox.tidy();
    assertThat(entry().state()).isEqualTo("unsure");
    assertThat(outbox.standing(SERVER).failed()).isEqualTo(1);
    assertThat(outbox.take()).isEmpty();
  }

  @Test
  void what_became_of_an_earlier_try_is_told_too_late() {
    outbox.put(mail());
    Way.Waiting first = outbox.take().orElseThrow();
    clock.advance(Outbox.SENDING_MAX.plusSeconds(1));
    outbox.tidy();
    outbox.settle(first, new Carried.Later("late", false));
    assertThat(entry().state()).isEqualTo("unsure");
    assertThat(outbox.again(SERVER, first.nid())).hasValue(true);
    Way.Waiting second = outbox.take().orElseThrow();
    outbox.settle(first, new Carried.Refused("late"));
    assertThat(entry().state()).isEqualTo("sending");
    outbox.settle(second, new Carried.Sent());
    outbox.settle(first, new Carried.Later("late", false));
    outbox.settle(first, new Carried.Unsure("late"));
    assertThat(entry().state()).isEqualTo("sent");
  }

  @Test
  void a_mail_that_cannot_be_opened_is_refused_and_stops_nobody() {
    outbox.put(mail());
    outbox.put(mail());
    db.write(
        tx ->
            tx.run(
                "update mail set due_ms = due_ms - 1, sealed_letter = ? where id = ?",
                "of another key".getBytes(StandardCharsets.UTF_8),
                "test-" + (number - 1)));
    assertThat(outbox.take().orElseThrow().mail().id()).isEqualTo("test-" + number);
    assertThat(outbox.page(SERVER, Long.MAX_VALUE).getLast().state()).isEqualTo("refused");
    assertThat(outbox.take()).isEmpty();
  }

  @Test
  void what_somebody_waits_for_goes_first() {
    outbox.put(mail());
    Letter letter = Letter.in(Language.FRENCH, "Code").code("123456").done();
    outbox.put(Mail.urgent("urgent-1", SERVER, TO, letter, Duration.ofMinutes(10)));
    assertThat(outbox.take().orElseThrow().mail().id()).isEqualTo("urgent-1");
    outbox.put(Mail.urgent("urgent-2", SERVER, TO, letter, Duration.ofMinutes(10)));
    clock.advance(Duration.ofMinutes(10));
    assertThat(outbox.take().orElseThrow().mail().id()).startsWith("test-");
    assertThat(outbox.take()).as("a code whose time is over").isEmpty();
  }

  @Test
  void by_starttls_nothing_is_said_before_the_connection_is_secret() throws IOException {
    SSLSocketFactory trusting = Authorities.sockets(ours);
    outbox.put(mail());
    try (StubbornServer open = new StubbornServer(Map.of(), Optional.empty());
        SmtpWay way = way(open.port(), Security.STARTTLS, trusting)) {
      assertThat(carried(way).state()).isEqualTo("waiting");
      assertThat(entry().reason()).contains("STARTTLS");
      assertThat(open.heard())
          .noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
    }
    clock.advance(Outbox.AGAIN_MAX);
    try (StubbornServer secret = new StubbornServer(Map.of(), tls);
        SmtpWay strange = way(secret.port(), Security.STARTTLS, usual);
        SmtpWay way = way(secret.port(), Security.STARTTLS, trusting)) {
      assertThat(carried(strange).state()).as("a certificate of nobody").isEqualTo("waiting");
      assertThat(secret.heard()).noneMatch(line -> line.contains("AUTH"));
      clock.advance(Outbox.AGAIN_MAX);
      assertThat(carried(way).state()).as(entry().reason()).isEqualTo("sent");
      assertThat(secret.heard())
          .anyMatch(line -> line.startsWith("*AUTH"))
          .noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
    }
  }

  @Test
  void by_tls_the_certificate_must_be_that_of_the_mail_server()
      throws IOException, GeneralSecurityException {
    GreenMail other = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    other.start();
    Path pem = Files.createTempFile("parvis-mail-", ".pem");
    try (SmtpWay unknown = way(other.getSmtps().getPort(), Security.TLS, usual)) {
      outbox.put(mail());
      assertThat(carried(unknown).state()).isEqualTo("waiting");
      Files.writeString(pem, certificate());
      clock.advance(Outbox.AGAIN_MAX);
      try (SmtpWay named =
          way(other.getSmtps().getPort(), Security.TLS, Authorities.sockets(Optional.of(pem)))) {
        assertThat(carried(named).state()).as("another name").isEqualTo("waiting");
      }
      assertThat(other.getReceivedMessages()).isEmpty();
    } finally {
      other.stop();
      Files.deleteIfExists(pem);
    }
  }

  /// What GreenMail shows by itself, which is not of `localhost`.
  private static String certificate() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file =
        Objects.requireNonNull(GreenMail.class.getResourceAsStream("/greenmail.p12"))) {
      keys.load(file, "changeit".toCharArray());
    }
    String text =
        Base64.getMimeEncoder().encodeToString(keys.getCertificate("greenmail").getEncoded());
    return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
  }

  @Test
  void a_wrong_password_is_told_and_tried_again() {
    try (Mailbox locked = Mailbox.locked();
        SmtpWay way =
            new SmtpWay(
                new Config.MailServer(
                    "localhost",
                    locked.port(),
                    Security.NONE,
                    Optional.of(new MailServer.Login("parvis", "wrong")),
                    FROM),
                usual,
                "x")) {
      outbox.put(mail());
      Outbox.Entry waits = carried(way);
      assertThat(waits.state()).isEqualTo("waiting");
      assertThat(waits.reason()).startsWith("Sign-in").doesNotContain("wrong");
      assertThat(locked.all()).isEmpty();
    }
  }

  @Test
  void without_a_mail_server_a_mail_is_a_file_for_its_owner(@TempDir Path data) throws IOException {
    outbox.put(mail());
    FolderWay way = new FolderWay(data.resolve("mail"), FROM);
    assertThat(carried(way).state()).isEqualTo("kept");
    try (var files = Files.list(data.resolve("mail"))) {
      Path file = files.toList().getFirst();
      assertThat(file.getFileName().toString()).endsWith("-test-" + number + ".eml");
      assertThat(Files.readString(file)).contains("To: " + TO, "multipart/alternative");
      assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }
    assertThat(outbox.kept(SERVER, entry().nid()).orElseThrow().letter().text())
        .isEqualTo("Ça va.\n");
    assertThat(way.carry(waiting())).isInstanceOf(Carried.Kept.class);
    way.tidy(Instant.now().plusSeconds(60));
    assertThat(data.resolve("mail")).isEmptyDirectory();
  }

  private Way.Waiting waiting() {
    return new Way.Waiting(1, mail(), clock.millis(), 1);
  }
}
