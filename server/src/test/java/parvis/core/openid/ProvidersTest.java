package parvis.core.openid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Issuer;
import parvis.harness.Mailbox;
import parvis.harness.Race;
import parvis.harness.SoftKey;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Coming in by a provider of identities.
class ProvidersTest {
  private static final String OPENID = "/api/v1/openid";
  private static final String SECRET = "a-secret-of-this-browser-and-no-other";
  private static final String PUBLIC = "https://parvis.example";

  private static final TestClock CLOCK = new TestClock();
  private static final AtomicInteger PEOPLE = new AtomicInteger();
  @AutoClose private static final Mailbox MAILBOX = Mailbox.open();
  @AutoClose private static final Issuer TOWN = Issuer.start();
  @AutoClose private static final Issuer STATE = Issuer.start();
  @AutoClose private static World world;
  private static Client admin;
  private static Client stranger;

  @BeforeAll
  static void start() {
    Map<String, String> settings = new HashMap<>(MAILBOX.settings());
    settings.put("PARVIS_PUBLIC_ADDRESS", PUBLIC);
    settings.put("PARVIS_REACHABLE_NETWORKS", "127.0.0.1/32");
    world = World.start(settings, CLOCK);
    admin = world.administrator("maire");
    stranger = world.stranger();
    String town = Town.organisation(admin, "Belleville");
    Town.domain(admin, town, "belleville.example", false).ok();
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    describe("town", plain(TOWN)).ok();
    // As ProConnect is: no PKCE, what it tells is signed, names of its own, nothing of proofs.
    describe(
            "state",
            plain(STATE)
                .with("label", "ProConnect")
                .with("pkce", false)
                .with("userinfo", "signed")
                .with("addresses_verified", true)
                .with("acr_values", JsonArray.of("eidas1"))
                .with("claims", JsonObject.of("usual_name", "usual_name", "organisation", "siret")))
        .ok();
  }

  @BeforeEach
  void honest() {
    TOWN.honest();
    STATE.honest();
    STATE.signs();
  }

  private static JsonObject plain(Issuer issuer) {
    return issuer
        .described("belleville.example")
        .with("domains", JsonArray.of("belleville.example", "fort.example"))
        .with("second_factors", JsonArray.of("mfa"));
  }

  private static Answer describe(String id, JsonObject settings) {
    return admin.put(OPENID + "/providers/" + Client.segment(id), settings);
  }

  /// Somebody's browser: it keeps the cookie.
  private static final class Visitor {
    private String cookie = "";

    /// Where the provider's page would be.
    String sent(String provider, String next) {
      Answer answer = get(OPENID + "/begin/" + provider + "?next=" + Client.segment(next));
      assertThat(answer.status()).isEqualTo(302);
      cookie = answer.header("Set-Cookie").replaceFirst(";.*", "");
      return answer.header("Location");
    }

    Answer get(String path) {
      return stranger.send(stranger.request(path).header("Cookie", cookie).GET().build());
    }

    /// Where one is led who comes back.
    String back(String path) {
      Answer answer = get(path);
      assertThat(answer.status()).isEqualTo(302);
      return answer.header("Location");
    }

    Answer enter(String ticket, Object... more) {
      byte[] body =
          merged(JsonObject.of("ticket", ticket), JsonObject.of(more))
              .toString()
              .getBytes(StandardCharsets.UTF_8);
      return stranger.send(
          stranger
              .request(OPENID + "/entry")
              .header("Cookie", cookie)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofByteArray(body))
              .build());
    }

    /// The ticket of who is back.
    String ticket(Issuer issuer, String provider, String subject, JsonObject claims) {
      String at = back(issuer.back(sent(provider, "/rooms"), subject, claims));
      assertThat(at).startsWith(PUBLIC + "/entering?next=%2Frooms#");
      return at.substring(at.indexOf('#') + 1);
    }

    /// Comes in at once, the account being made where there is none.
    Client in(Issuer issuer, String provider, String subject, JsonObject claims) {
      String ticket = ticket(issuer, provider, subject, claims);
      return client(enter(ticket, "accept_terms", true));
    }
  }

  private static JsonObject merged(JsonObject one, JsonObject other) {
    JsonObject.Builder all = one.toBuilder();
    for (JsonObject.Entry entry : other.entries()) all.put(entry.name(), entry.value());
    return all.build();
  }

  private static Client client(Answer entered) {
    Answer in = entered.ok();
    return stranger.signedIn(
        in.string("user_id"), in.string("device_id"), in.string("access_token"));
  }

  private static String fresh() {
    return "agent" + PEOPLE.incrementAndGet() + "@belleville.example";
  }

  private static JsonObject claims(String address) {
    return JsonObject.of(
        "email",
        address,
        "email_verified",
        true,
        "given_name",
        "Hélène",
        "family_name",
        "Marchetti");
  }

  /// Somebody who has an account by a code that was mailed.
  private static Client known(String address) {
    return client(stranger.post("/api/v1/sign_in", proof(address)));
  }

  private static JsonObject proof(String address) {
    JsonObject asked = JsonObject.of("email", address, "secret", SECRET);
    int before = (int) letters(address);
    stranger.post("/api/v1/sign_in/code", asked).ok();
    return asked.with("code", MAILBOX.last(address, before + 1).code());
  }

  private static long letters(String address) {
    return MAILBOX.all().stream().filter(mail -> mail.header("To").equals(address)).count();
  }

  private static long accounts() {
    return world
        .db()
        .read(tx -> tx.first(row -> row.number("n"), "select count(*) as n from account"))
        .orElseThrow();
  }

  @Test
  void of_an_address_that_several_people_read_a_provider_says_nobody() {
    String address = fresh();
    String town =
        admin
            .get("/api/v1/organisations")
            .ok()
            .json()
            .array("organisations")
            .orElseThrow()
            .objects()
            .getFirst()
            .string("id")
            .orElseThrow();
    String path = Town.one(town) + "/mailboxes/" + Client.segment(address);
    int letters = (int) letters(address);
    admin.put(path, JsonObject.EMPTY).ok();
    MAILBOX.last(address, letters + 1);
    long before = accounts();
    Visitor visitor = new Visitor();
    String ticket = visitor.ticket(TOWN, "town", "shared-" + address, claims(address));
    Answer asked = visitor.enter(ticket, "accept_terms", true);
    assertThat(asked.ok().string("wants")).isEqualTo("proof");
    JsonObject proof = proof(address);
    Answer told =
        visitor.enter(
            ticket, "email", address, "secret", SECRET, "code", proof.string("code").orElseThrow());
    assertThat(told.errcode()).isEqualTo("FR_PARVIS_SHARED_MAILBOX");
    assertThat(accounts()).isEqualTo(before);
  }

  private static void refused(String problem, Issuer issuer) {
    long before = accounts();
    Visitor visitor = new Visitor();
    String provider = issuer == TOWN ? "town" : "state";
    String at = visitor.back(issuer.back(visitor.sent(provider, "/"), "liar", claims(fresh())));
    assertThat(at).isEqualTo(PUBLIC + "/entering?problem=" + problem + "&provider=" + provider);
    assertThat(accounts()).isEqualTo(before);
  }

  @Test
  void an_agent_comes_in_by_the_provider_and_comes_back_to_the_same_account() {
    String address = fresh();
    Visitor visitor = new Visitor();
    String ticket = visitor.ticket(TOWN, "town", "h-1", claims(address));
    JsonObject wants = visitor.enter(ticket).ok().json();
    assertThat(wants.string("wants")).hasValue("consent");
    assertThat(wants.string("address")).hasValue(address);
    Answer made = visitor.enter(ticket, "accept_terms", true).ok();
    Client helene = client(made);
    assertThat(made.json().object("made").flatMap(it -> it.string("displayname")))
        .hasValue("Hélène Marchetti");
    assertThat(helene.user()).matches("@[a-z]{10}:parvis\\.example");
    assertThat(Town.own(helene)).isEqualTo("Belleville");
    assertThat(visitor.enter(ticket).status()).isEqualTo(404);
    Client again = new Visitor().in(TOWN, "town", "h-1", claims("another@elsewhere.example"));
    assertThat(again.user()).isEqualTo(helene.user());
    assertThat(helene.get("/_matrix/client/v3/account/3pid").ok().text()).contains(address);
  }

  @Test
  void a_provider_as_the_state_has_one_tells_by_its_own_words_what_is_signed() {
    String address = fresh();
    JsonObject told =
        JsonObject.of(
            "email", address,
            "given_name", "Jean",
            "usual_name", "Martin",
            "siret", "13002526500013");
    Visitor visitor = new Visitor();
    String sent = visitor.sent("state", "/");
    assertThat(sent).contains("acr_values=eidas1").doesNotContain("code_challenge");
    assertThat(sent.replaceFirst(".*state=([^&]*).*", "$1")).hasSizeGreaterThanOrEqualTo(32);
    Client jean = visitor.in(STATE, "state", "j-1", told);
    JsonObject link = links(jean).getFirst();
    assertThat(link.string("organisation")).hasValue("13002526500013");
    assertThat(link.string("label")).hasValue("ProConnect");
    String end = jean.get(OPENID + "/session").ok().string("end");
    assertThat(end)
        .startsWith(STATE.url() + "/end?")
        .contains("id_token_hint=ey", "state=", "post_logout_redirect_uri=https%3A%2F%2Fparvis");
    assertThat(ended(end)).isEqualTo("302 " + PUBLIC + "/sign-in");
    assertThat(ended(end.replaceFirst("id_token_hint=[^&]*&?", ""))).isEqualTo("400 ");
    assertThat(world.signIn("maire").get(OPENID + "/session").ok().json().size()).isZero();
    STATE.honest();
    refused("wrong", STATE);
  }

  /// What the provider makes of who is sent there to sign out: a status, and where they are led.
  private static String ended(String end) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(end)).build();
      var answer = http.send(request, HttpResponse.BodyHandlers.discarding());
      var to = answer.headers().firstValue("Location").orElse("");
      return answer.statusCode() + " " + to.replaceFirst("\\?state=.+", "");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<JsonObject> links(Client who) {
    return who.get(OPENID + "/links").ok().json().array("links").orElseThrow().objects();
  }

  @Test
  void what_cannot_be_believed_lets_nobody_in() {
    TOWN.lies(claims -> claims.claim("nonce", "another"));
    refused("wrong", TOWN);
    TOWN.lies(claims -> claims.issuer(STATE.url()));
    refused("wrong", TOWN);
    TOWN.lies(claims -> claims.audience("another"));
    refused("wrong", TOWN);
    TOWN.lies(claims -> claims.audience(List.of(Issuer.CLIENT, "another")).claim("azp", "another"));
    refused("wrong", TOWN);
    TOWN.lies(claims -> claims.claim("azp", "another"));
    refused("wrong", TOWN);
    TOWN.lies(claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(300))));
    refused("wrong", TOWN);
    TOWN.lies(claims -> claims.issueTime(Date.from(Instant.now().plusSeconds(600))));
    refused("wrong", TOWN);
    TOWN.honest();
    TOWN.unsigned();
    refused("wrong", TOWN);
    TOWN.honest();
    TOWN.signsStrangely();
    refused("wrong", TOWN);
    TOWN.honest();
    TOWN.tellsOf("somebody-else");
    refused("wrong", TOWN);
  }

  @Test
  void only_the_browser_that_left_comes_back_and_does_so_once_and_soon() {
    Visitor visitor = new Visitor();
    String path = TOWN.back(visitor.sent("town", "/"), "once", claims(fresh()));
    String over = PUBLIC + "/entering?problem=over";
    assertThat(new Visitor().back(path)).isEqualTo(over);
    Visitor other = new Visitor();
    other.sent("town", "/");
    assertThat(other.back(path)).isEqualTo(over);
    assertThat(visitor.back(path.replaceFirst("state=.*", "state=unknown"))).isEqualTo(over);
    String at = visitor.back(path);
    assertThat(at).contains("#");
    assertThat(visitor.back(path)).isEqualTo(over);
    String ticket = at.substring(at.indexOf('#') + 1);
    assertThat(other.enter(ticket).status()).isEqualTo(404);
    String late = TOWN.back(visitor.sent("town", "/"), "late", claims(fresh()));
    CLOCK.advance(Duration.ofMinutes(11));
    assertThat(visitor.back(late)).isEqualTo(over);
    assertThat(visitor.back(late.replaceFirst("code=[^&]*", "code=spent"))).isEqualTo(over);
    String unknown = TOWN.back(visitor.sent("town", "/"), "unknown", claims(fresh()));
    assertThat(visitor.back(unknown.replaceFirst("code=[^&]*", "code=spent")))
        .isEqualTo(over + "&provider=town");
  }

  @Test
  void a_code_that_was_on_its_way_for_longer_than_the_provider_waits_is_over() {
    Visitor visitor = new Visitor();
    long before = accounts();
    String slow = STATE.back(visitor.sent("state", "/"), "slow", claims(fresh()));
    STATE.waits(Duration.ofSeconds(31));
    assertThat(visitor.back(slow)).isEqualTo(PUBLIC + "/entering?problem=over&provider=state");
    assertThat(accounts()).isEqualTo(before);
    visitor.in(STATE, "state", "slow", claims(fresh()));
    assertThat(accounts()).isEqualTo(before + 1);
  }

  @Test
  void a_ticket_that_is_shown_twice_at_once_makes_one_account() {
    String address = fresh();
    Visitor visitor = new Visitor();
    String ticket = visitor.ticket(TOWN, "town", "twice", claims(address));
    long before = accounts();
    List<Integer> statuses =
        IntStream.range(0, 4)
            .mapToObj(_ -> Race.later(() -> visitor.enter(ticket, "accept_terms", true).status()))
            .toList()
            .stream()
            .map(Race::ended)
            .toList();
    assertThat(statuses).containsOnlyOnce(200);
    assertThat(accounts()).isEqualTo(before + 1);
  }

  @Test
  void what_the_provider_or_the_way_to_it_lacks_is_told_by_a_page() {
    Visitor visitor = new Visitor();
    String back = TOWN.back(visitor.sent("town", "/"), "no", claims(fresh()));
    String state = back.replaceFirst(".*state=", "state=");
    String denied = OPENID + "/callback?error=access_denied&error_description=<b>no</b>&" + state;
    assertThat(visitor.back(denied.replace("<", "%3C").replace(">", "%3E")))
        .isEqualTo(PUBLIC + "/entering?problem=denied&provider=town");
    String empty = TOWN.back(visitor.sent("town", "/"), "empty", claims(fresh()));
    assertThat(visitor.back(empty.replaceFirst("code=[^&]*", "code=")))
        .isEqualTo(PUBLIC + "/entering?problem=wrong&provider=town");
    String path = TOWN.back(visitor.sent("town", "/"), "away", claims(fresh()));
    TOWN.away();
    assertThat(visitor.back(path)).isEqualTo(PUBLIC + "/entering?problem=away&provider=town");
    describe("nowhere", plain(TOWN).with("issuer", "http://127.0.0.1:9/").with("label", "Nulle"))
        .ok();
    Answer nowhere = stranger.get(OPENID + "/begin/nowhere");
    assertThat(nowhere.header("Location"))
        .isEqualTo(PUBLIC + "/entering?problem=away&provider=nowhere");
    // Whoever answers there says that they are another issuer.
    describe("nowhere", plain(TOWN).with("issuer", STATE.url() + "/")).ok();
    STATE.honest();
    assertThat(stranger.get(OPENID + "/begin/nowhere").header("Location"))
        .isEqualTo(PUBLIC + "/entering?problem=wrong&provider=nowhere");
    admin.delete(OPENID + "/providers/nowhere").ok();
    assertThat(stranger.get(OPENID + "/begin/nowhere").status()).isEqualTo(404);
    assertThat(stranger.get(OPENID + "/begin/town?next=//evil.example").status()).isEqualTo(400);
  }

  @Test
  void an_address_that_somebody_has_is_proven_once_by_a_code_and_then_leads_to_their_account() {
    String address = fresh();
    Client before = known(address);
    Visitor visitor = new Visitor();
    String ticket = visitor.ticket(TOWN, "town", "owner", claims(address));
    assertThat(visitor.enter(ticket, "accept_terms", true).ok().string("wants")).isEqualTo("proof");
    JsonObject proof = proof(address);
    String wrong = proof.string("code").orElseThrow().equals("000000") ? "000001" : "000000";
    assertThat(visitor.enter(ticket, fields(proof.with("code", wrong))).status()).isEqualTo(403);
    Client in = client(visitor.enter(ticket, fields(proof)));
    assertThat(in.user()).isEqualTo(before.user());
    Client again = new Visitor().in(TOWN, "town", "owner", claims(address));
    assertThat(again.user()).isEqualTo(before.user());
    // The same address from another provider leads nowhere by itself.
    Visitor elsewhere = new Visitor();
    String other = elsewhere.ticket(STATE, "state", "owner", claims(address));
    assertThat(elsewhere.enter(other, "accept_terms", true).ok().string("wants"))
        .isEqualTo("proof");
  }

  private static Object[] fields(JsonObject json) {
    return json.entries().stream()
        .flatMap(entry -> List.<Object>of(entry.name(), entry.value()).stream())
        .toArray();
  }

  @Test
  void a_password_proves_an_account_too() {
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
    Client alice = world.register("openid-alice");
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    Visitor visitor = new Visitor();
    String ticket = visitor.ticket(TOWN, "town", "alice", JsonObject.EMPTY);
    assertThat(visitor.enter(ticket).ok().string("wants")).isEqualTo("proof");
    JsonObject wrong = Client.proof(alice.user(), "not the password at all");
    assertThat(visitor.enter(ticket, fields(wrong)).status()).isEqualTo(403);
    Client in = client(visitor.enter(ticket, fields(Client.proof(alice.user(), World.PASSWORD))));
    assertThat(in.user()).isEqualTo(alice.user());
    String mine = links(in).getFirst().string("link").orElseThrow();
    assertThat(alice.delete(OPENID + "/links/0").status()).isEqualTo(404);
    alice.delete(OPENID + "/links/" + mine).ok();
    Visitor later = new Visitor();
    String next = later.ticket(TOWN, "town", "alice", JsonObject.EMPTY);
    assertThat(later.enter(next).ok().string("wants")).isEqualTo("proof");
  }

  @Test
  void an_address_is_believed_from_who_may_speak_for_it_and_says_that_it_is_proven() {
    for (JsonObject said :
        List.of(
            claims(fresh()).with("email_verified", false),
            claims(fresh()).without("email_verified"),
            claims("agent@elsewhere.example"),
            claims("agent@below.belleville.example"),
            claims("agent@notbelleville.example"),
            claims("a@b@belleville.example"))) {
      Visitor visitor = new Visitor();
      String ticket = visitor.ticket(TOWN, "town", "unbelieved", said);
      assertThat(visitor.enter(ticket, "accept_terms", true).ok().string("wants"))
          .isEqualTo("proof");
    }
    String address = fresh();
    Visitor visitor = new Visitor();
    JsonObject unproven = claims(address).with("email_verified", false);
    String ticket = visitor.ticket(TOWN, "town", "proves", unproven);
    Client in = client(visitor.enter(ticket, fields(proof(address))));
    assertThat(Town.own(in)).isEqualTo("Belleville");
    assertThat(new Visitor().in(TOWN, "town", "proves", unproven).user()).isEqualTo(in.user());
  }

  @Test
  void where_a_provider_makes_no_accounts_it_leads_to_those_that_are_there() {
    describe("town", plain(TOWN).with("makes_accounts", false)).ok();
    try {
      String address = fresh();
      Visitor visitor = new Visitor();
      String ticket = visitor.ticket(TOWN, "town", "no-account", claims(address));
      assertThat(visitor.enter(ticket, "accept_terms", true).ok().string("wants"))
          .isEqualTo("proof");
      assertThat(visitor.enter(ticket, fields(proof(address))).status()).isEqualTo(403);
      Client here = known(address);
      Client in = client(visitor.enter(ticket, fields(proof(address))));
      assertThat(in.user()).isEqualTo(here.user());
    } finally {
      describe("town", plain(TOWN)).ok();
    }
  }

  @Test
  void who_is_locked_or_gone_is_refused_as_at_the_other_doors() {
    Client agent = new Visitor().in(TOWN, "town", "locked", claims(fresh()));
    String account = "/_matrix/client/v1/admin/lock/" + Client.segment(agent.user());
    admin.put(account, JsonObject.of("locked", true)).ok();
    Visitor visitor = new Visitor();
    String ticket = visitor.ticket(TOWN, "town", "locked", JsonObject.EMPTY);
    assertThat(visitor.enter(ticket).errcode()).isEqualTo("M_USER_LOCKED");
    admin.put(account, JsonObject.of("locked", false)).ok();
    assertThat(client(visitor.enter(ticket)).user()).isEqualTo(agent.user());
  }

  @Test
  void somebody_links_and_unlinks_a_provider_in_the_settings() {
    String address = fresh();
    Client agent = known(address);
    JsonObject wish = JsonObject.of("provider", "town");
    assertThat(agent.post(OPENID + "/links", wish).status()).isEqualTo(401);
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
    Client alice = world.register("openid-linker");
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    Answer asked =
        alice
            .post(OPENID + "/links", wish.with("auth", Client.proof(alice.user(), World.PASSWORD)))
            .ok();
    Visitor visitor = new Visitor();
    visitor.cookie = asked.header("Set-Cookie").replaceFirst(";.*", "");
    String path = TOWN.back(asked.string("redirect"), "linked", JsonObject.EMPTY);
    assertThat(visitor.back(path)).isEqualTo(PUBLIC + "/settings/security");
    assertThat(new Visitor().in(TOWN, "town", "linked", JsonObject.EMPTY).user())
        .isEqualTo(alice.user());
    // What a provider calls one account is not given to another.
    Answer again =
        alice
            .post(OPENID + "/links", wish.with("auth", Client.proof(alice.user(), World.PASSWORD)))
            .ok();
    new Visitor().in(TOWN, "town", "taken", claims(fresh()));
    visitor.cookie = again.header("Set-Cookie").replaceFirst(";.*", "");
    String taken = TOWN.back(again.string("redirect"), "taken", JsonObject.EMPTY);
    assertThat(visitor.back(taken)).endsWith("/settings/security?problem=taken&provider=town");
  }

  @Test
  void clients_of_others_are_told_of_the_providers_and_lead_there() {
    String flows = stranger.get("/_matrix/client/v3/login").ok().text();
    assertThat(flows).contains("\"id\":\"town\",\"name\":\"Annuaire\"");
    String redirect = "/_matrix/client/v3/login/sso/redirect/";
    String query = "?redirectUrl=" + Client.segment("https://old.example/");
    Answer led = stranger.get(redirect + "town" + query);
    assertThat(led.status()).isEqualTo(302);
    String at = led.header("Location");
    assertThat(at).startsWith(PUBLIC + OPENID + "/begin/town?next=%2Fsso%3FredirectUrl%3D");
    Visitor visitor = new Visitor();
    Answer sent = visitor.get(at.substring(PUBLIC.length()));
    assertThat(sent.header("Location")).startsWith(TOWN.url() + "/authorize?");
    assertThat(stranger.get(redirect + "nobody" + query).status()).isEqualTo(404);
  }

  @Test
  void only_an_administrator_describes_providers_and_nobody_reads_the_secret() {
    Client agent = new Visitor().in(TOWN, "town", "curious", claims(fresh()));
    assertThat(agent.get(OPENID + "/providers").status()).isEqualTo(403);
    assertThat(agent.put(OPENID + "/providers/town", plain(TOWN)).status()).isEqualTo(403);
    assertThat(admin.get(OPENID + "/providers").ok().text())
        .contains(PUBLIC + OPENID + "/callback")
        .doesNotContain(Issuer.SECRET);
    String sealed =
        world
            .db()
            .read(
                tx ->
                    tx.first(
                        row -> new String(row.bytes("sealed_secret"), StandardCharsets.ISO_8859_1),
                        "select sealed_secret from provider where id = 'town'"))
            .orElseThrow();
    assertThat(sealed).doesNotContain(Issuer.SECRET);
    describe("town", plain(TOWN).without("client_secret")).ok();
    new Visitor().in(TOWN, "town", "curious", JsonObject.EMPTY);
    for (JsonObject wrong :
        List.of(
            plain(TOWN).with("issuer", "http://provider.example"),
            plain(TOWN).with("issuer", "https://provider.example/?x"),
            plain(TOWN).with("domains", JsonArray.of("no domain")),
            plain(TOWN).with("prompt", "none"),
            plain(TOWN).with("userinfo", "secret"),
            plain(TOWN).with("scopes", JsonArray.of("email")))) {
      assertThat(describe("town", wrong).errcode()).isEqualTo("M_INVALID_PARAM");
    }
    assertThat(describe("Other Name", plain(TOWN)).status()).isEqualTo(400);
    assertThat(
            describe(
                    "fresh",
                    plain(TOWN).with("issuer", "https://x.example").without("client_secret"))
                .errcode())
        .isEqualTo("M_MISSING_PARAM");
    assertThat(describe("second", plain(TOWN)).status()).isEqualTo(409);
    assertThat(Optional.of(stranger.get(OPENID).ok().text()))
        .hasValueSatisfying(all -> assertThat(all).contains("ProConnect").doesNotContain("issuer"));
  }

  @Test
  void a_second_factor_that_was_shown_to_the_provider_is_enough() {
    strict();
    TOWN.lies(claims -> claims.claim("amr", List.of("pwd", "mfa")));
    Client shown = new Visitor().in(TOWN, "town", "strong", claims("strong@fort.example"));
    CLOCK.advance(Duration.ofSeconds(5));
    shown.get("/_matrix/client/v3/account/whoami").ok();
    TOWN.honest();
    Visitor visitor = new Visitor();
    Answer asked = visitor.enter(visitor.ticket(TOWN, "town", "strong", JsonObject.EMPTY), SENT);
    assertThat(asked.errcode()).isEqualTo("FR_PARVIS_SECOND_FACTOR");
  }

  private static final Object[] SENT = {"accept_terms", true, "fr.parvis.secret", SECRET};

  private static void strict() {
    String fort = Town.organisation(admin, "Fort" + PEOPLE.incrementAndGet());
    Town.domain(admin, fort, "fort.example", false);
    JsonObject rules = JsonObject.of("names_locked", false, "second_factor", true);
    admin.put(Town.one(fort) + "/entry_rules", rules).ok();
  }

  @Test
  void who_must_set_up_a_second_factor_is_known_by_the_provider_afterwards() {
    strict();
    Visitor visitor = new Visitor();
    String ticket = visitor.ticket(TOWN, "town", "weak", claims("weak@fort.example"));
    Answer asked = visitor.enter(ticket, SENT);
    assertThat(asked.errcode()).isEqualTo("FR_PARVIS_SECOND_FACTOR");
    JsonObject step = JsonObject.of("step", asked.string("step"), "secret", SECRET);
    String secret = stranger.post("/api/v1/factors/totp", step).ok().string("secret");
    String code = SoftKey.code(secret, CLOCK.millis());
    String token =
        stranger.put("/api/v1/factors/totp", step.with("code", code)).ok().string("login_token");
    Client in = client(visitor.enter(ticket, "type", "m.login.token", "token", token));
    assertThat(in.get(OPENID + "/session").ok().json().string("end")).isPresent();
    in.get("/_matrix/client/v3/account/whoami").ok();
    assertThat(visitor.enter(ticket, "type", "m.login.token", "token", token).status())
        .isIn(403, 404);
  }

  @Test
  void a_session_that_is_over_at_the_provider_is_over_here() {
    String address = fresh();
    TOWN.lies(claims -> claims.claim("sid", "one"));
    Client one = new Visitor().in(TOWN, "town", address, claims(address));
    TOWN.lies(claims -> claims.claim("sid", "two"));
    Client two = new Visitor().in(TOWN, "town", address, claims(address));
    Client other = known(address);
    assertThat(over(TOWN.over(claims -> claims.subject(address).claim("nonce", "n"))))
        .isEqualTo(400);
    assertThat(over(TOWN.over(claims -> claims.subject(address).audience("another"))))
        .isEqualTo(400);
    assertThat(over(TOWN.over(claims -> claims.subject(address).claim("events", null))))
        .isEqualTo(400);
    assertThat(over(TOWN.over(claims -> {}))).isEqualTo(400);
    assertThat(over(STATE.over(claims -> claims.subject(address).issuer(TOWN.url()))))
        .isEqualTo(400);
    String said = TOWN.over(claims -> claims.claim("sid", "one"));
    assertThat(over(said)).isEqualTo(200);
    Answer out = one.get("/_matrix/client/v3/account/whoami");
    assertThat(out.errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(out.json().bool("soft_logout")).hasValue(true);
    two.get("/_matrix/client/v3/account/whoami").ok();
    TOWN.lies(claims -> claims.claim("sid", "one"));
    Client again = new Visitor().in(TOWN, "town", address, claims(address));
    assertThat(over(said)).isEqualTo(200);
    again.get("/_matrix/client/v3/account/whoami").ok();
    assertThat(over(TOWN.over(claims -> claims.subject(address)))).isEqualTo(200);
    for (Client gone : List.of(two, again)) {
      assertThat(gone.get("/_matrix/client/v3/account/whoami").status()).isEqualTo(401);
    }
    other.get("/_matrix/client/v3/account/whoami").ok();
  }

  @Test
  void a_stop_while_a_session_is_ended_leaves_it_to_be_ended_by_the_same_word() {
    String address = fresh();
    TOWN.lies(claims -> claims.claim("sid", "stopped"));
    Client one = new Visitor().in(TOWN, "town", address, claims(address));
    String said = TOWN.over(claims -> claims.claim("sid", "stopped"));
    alter("alter table unheard add constraint stop check (false) not valid");
    assertThat(over(said)).isEqualTo(500);
    alter("alter table unheard drop constraint stop");
    one.get("/_matrix/client/v3/account/whoami").ok();
    assertThat(over(said)).isEqualTo(200);
    assertThat(one.get("/_matrix/client/v3/account/whoami").status()).isEqualTo(401);
  }

  private static void alter(String table) {
    world.db().write(tx -> tx.run(table));
  }

  private static int over(String token) {
    byte[] form = ("logout_token=" + token).getBytes(StandardCharsets.US_ASCII);
    String type = "application/x-www-form-urlencoded";
    return stranger.send("POST", OPENID + "/logout/town", type, form).status();
  }
}
