package parvis.platform.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.Gateway;
import parvis.platform.config.StartRefused;
import parvis.platform.egress.Outcome.Answered;
import parvis.platform.egress.Outcome.Barred;
import parvis.platform.egress.Outcome.Failed;

/// Others may say whom Parvis asks, and get it to ask nobody whom they should not reach.
class EgressTest {
  private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
  private static final Egress.Bounds BOUNDS = new Egress.Bounds(Duration.ofSeconds(10), 100);
  private static final List<String> LOOPBACK = List.of("127.0.0.0/8");

  static Gateway gateway;
  static Gateway unknown;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @BeforeAll
  static void start() {
    gateway = Gateway.start();
    unknown = Gateway.stranger();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    unknown.close();
  }

  @BeforeEach
  void begin() {
    gateway.delivers();
    gateway.forget();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Egress egress(List<String> networks, Names names) {
    var policy =
        new Egress.Policy(Reach.of(networks), Optional.of(gateway.certificate()), Set.of());
    return new Egress(policy, registry, names);
  }

  private Outcome post(List<String> networks, Names names, String url) {
    try (var egress = egress(networks, names)) {
      return egress.post("test", URI.create(url), BODY, BOUNDS);
    }
  }

  private Outcome post(String url) {
    return post(LOOPBACK, Names.ofSystem(), url);
  }

  private static InetAddress[] addresses(String... literals) {
    var addresses = new InetAddress[literals.length];
    for (int i = 0; i < literals.length; i++) {
      addresses[i] = InetAddress.ofLiteral(literals[i]);
    }
    return addresses;
  }

  @Test
  void what_is_sent_arrives_and_is_answered() {
    var outcome = post(gateway.url());
    assertThat(outcome).isInstanceOf(Answered.class);
    assertThat(((Answered) outcome).status()).isEqualTo(200);
    assertThat(gateway.next().integer("a")).hasValue(1);
    assertThat(registry.get("parvis.egress.requests").tag("outcome", "answered").timer().count())
        .isEqualTo(1);
  }

  @Test
  void an_error_is_an_answer() {
    gateway.says(503, "");
    assertThat(post(gateway.url()))
        .isInstanceOfSatisfying(Answered.class, it -> assertThat(it.status()).isEqualTo(503));
  }

  @Test
  void nobody_of_this_machine_is_asked_unless_the_operator_says_so() {
    assertThat(post(List.of(), Names.ofSystem(), gateway.url())).isInstanceOf(Barred.class);
    assertThat(gateway.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.1.2.3",
        "169.254.169.254",
        "172.31.255.255",
        "192.0.0.1",
        "192.168.1.1",
        "198.19.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        "[2002:7f00:1::]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]"
      })
  void no_address_that_is_not_of_the_open_internet_is_asked(String host) {
    assertThat(post(List.of(), Names.ofSystem(), "https://" + host + "/"))
        .isInstanceOf(Barred.class);
  }

  @Test
  void the_open_internet_is_reached() throws UnknownHostException {
    var reach = Reach.of(List.of());
    for (var open : addresses("9.9.9.9", "172.32.0.1", "100.128.0.1", "2620:fe::fe")) {
      assertThat(reach.permits(open)).as(open.toString()).isTrue();
    }
  }

  @Test
  void a_name_that_leads_astray_with_one_of_its_addresses_is_not_asked() {
    Names names = _ -> addresses("9.9.9.9", "127.0.0.1");
    assertThat(post(List.of(), names, "https://push.example/")).isInstanceOf(Barred.class);
  }

  @Test
  void a_name_that_changes_its_mind_is_asked_where_it_was_looked_up_first() {
    var lookups = new AtomicInteger();
    Names names = _ -> addresses(lookups.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254");
    assertThat(post(LOOPBACK, names, gateway.url("push.example"))).isInstanceOf(Answered.class);
    assertThat(lookups).hasValue(1);
  }

  @Test
  void the_next_address_is_asked_when_nobody_listens_at_the_first() {
    Names names = _ -> addresses("127.0.0.2", "127.0.0.1");
    assertThat(post(LOOPBACK, names, gateway.url("push.example"))).isInstanceOf(Answered.class);
  }

  @Test
  void a_redirection_is_an_answer_and_is_not_followed() {
    gateway.sendsTo(gateway.url());
    assertThat(post(gateway.url()))
        .isInstanceOfSatisfying(Answered.class, it -> assertThat(it.status()).isEqualTo(307));
    gateway.next();
    assertThat(gateway.waiting()).isZero();
  }

  @Test
  void a_large_answer_is_cut_off() {
    gateway.says(200, "x".repeat(BOUNDS.answerBytesMax() + 1));
    assertThat(post(gateway.url())).isInstanceOf(Failed.class);
  }

  @Test
  void a_certificate_that_nobody_vouches_for_or_of_another_name_is_not_believed() {
    assertThat(post(unknown.url())).isInstanceOf(Failed.class);
    Names names = _ -> addresses("127.0.0.1");
    assertThat(post(LOOPBACK, names, gateway.url("other.example"))).isInstanceOf(Failed.class);
    assertThat(gateway.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://localhost/", "file:///etc/passwd", "https:push", "https://a@localhost/"})
  void what_is_no_plain_address_of_the_web_is_not_asked(String url) {
    assertThat(post(url)).isInstanceOf(Barred.class);
  }

  @Test
  void whoever_does_not_answer_is_waited_for_so_long() {
    try (var egress = egress(LOOPBACK, _ -> new InetAddress[0])) {
      assertThat(egress.post("test", URI.create("https://nobody.example/"), BODY, BOUNDS))
          .isInstanceOf(Failed.class);
      var soon = new Egress.Bounds(Duration.ZERO, 100);
      assertThat(egress.post("test", URI.create(gateway.url()), BODY, soon))
          .isInstanceOf(Failed.class);
    }
  }

  @Test
  void a_network_that_is_none_and_a_file_without_certificates_stop_the_start() {
    assertThatThrownBy(() -> Reach.of(List.of("10.0.0.0/33"))).isInstanceOf(StartRefused.class);
    assertThatThrownBy(() -> Reach.of(List.of("intranet"))).isInstanceOf(StartRefused.class);
    var policy =
        new Egress.Policy(Reach.of(List.of()), Optional.of(Path.of("/nowhere.pem")), Set.of());
    assertThatThrownBy(() -> new Egress(policy, registry)).isInstanceOf(StartRefused.class);
  }
}
