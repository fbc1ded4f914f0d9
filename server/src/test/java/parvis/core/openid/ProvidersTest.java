package parvis.core.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.openid.Doorway.OPENID;
import static parvis.core.openid.Doorway.PUBLIC;
import static parvis.core.openid.Doorway.SECRET;
import static parvis.core.openid.Doorway.claims;
import static parvis.core.openid.Doorway.links;
import static parvis.core.openid.Doorway.plain;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.core.openid.Doorway.Visitor;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Issuer;
import parvis.harness.Mailbox;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Coming in by a provider of identities.
class ProvidersTest {
  @AutoClose private static final Doorway door = new Doorway();
  private static final TestClock CLOCK = door.clock;
  private static final Issuer TOWN = door.town;
  private static final Issuer STATE = door.state;
  private static final Mailbox MAILBOX = door.mailbox;
  private static final World world = door.world;
  private static final Client admin = door.admin;
  private static final Client stranger = door.stranger;

  @BeforeEach
  void honest() {
    door.honest();
  }

  @Test
  void of_an_address_that_several_people_read_a_provider_says_nobody() {
    String address = door.fresh();
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
    int letters = (int) door.letters(address);
    admin.put(path, JsonObject.EMPTY).ok();
    MAILBOX.last(address, letters + 1);
    long before = door.accounts();
    Visitor visitor = door.visitor();
    String ticket = visitor.ticket(TOWN, "town", "shared-" + address, claims(address));
    Answer asked = visitor.enter(ticket, "accept_terms", true);
    assertThat(asked.ok().string("wants")).isEqualTo("proof");
    JsonObject proof = door.proof(address);
    Answer told =
        visitor.enter(
            ticket, "email", address, "secret", SECRET, "code", proof.string("code").orElseThrow());
    assertThat(told.errcode()).isEqualTo("FR_PARVIS_SHARED_MAILBOX");
    assertThat(door.accounts()).isEqualTo(before);
  }

  private static void refused(String problem, Issuer issuer) {
    long before = door.accounts();
    Visitor visitor = door.visitor();
    String provider = issuer == TOWN ? "town" : "state";
    String at =
        visitor.back(issuer.back(visitor.sent(provider, "/"), "liar", claims(door.fresh())));
    assertThat(at).isEqualTo(PUBLIC + "/entering?problem=" + problem + "&provider=" + provider);
    assertThat(door.accounts()).isEqualTo(before);
  }

  @Test
  void an_agent_comes_in_by_the_provider_and_comes_back_to_the_same_account() {
    String address = door.fresh();
    Visitor visitor = door.visitor();
    String ticket = visitor.ticket(TOWN, "town", "h-1", claims(address));
    JsonObject wants = visitor.enter(ticket).ok().json();
    assertThat(wants.string("wants")).hasValue("consent");
    assertThat(wants.string("address")).hasValue(address);
    Answer made = visitor.enter(ticket, "accept_terms", true).ok();
    Client helene = door.client(made);
    assertThat(made.json().object("made").flatMap(it -> it.string("displayname")))
        .hasValue("Hélène Marchetti");
    assertThat(helene.user()).matches("@[a-z]{10}:parvis\\.example");
    assertThat(Town.own(helene)).isEqualTo("Belleville");
    assertThat(visitor.enter(ticket).status()).isEqualTo(404);
    Client again = door.visitor().in(TOWN, "town", "h-1", claims("another@elsewhere.example"));
    assertThat(again.user()).isEqualTo(helene.user());
    assertThat(helene.get("/_matrix/client/v3/account/3pid").ok().text()).contains(address);
  }

  @Test
  void a_provider_as_the_state_has_one_tells_by_its_own_words_what_is_signed() {
    String address = door.fresh();
    JsonObject told =
        JsonObject.of(
            "email", address,
            "given_name", "Jean",
            "usual_name", "Martin",
            "siret", "13002526500013");
    Visitor visitor = door.visitor();
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
    Visitor visitor = door.visitor();
    String path = TOWN.back(visitor.sent("town", "/"), "once", claims(door.fresh()));
    String over = PUBLIC + "/entering?problem=over";
    assertThat(door.visitor().back(path)).isEqualTo(over);
    Visitor other = door.visitor();
    other.sent("town", "/");
    assertThat(other.back(path)).isEqualTo(over);
    assertThat(visitor.back(path.replaceFirst("state=.*", "state=unknown"))).isEqualTo(over);
    String at = visitor.back(path);
    assertThat(at).contains("#");
    assertThat(visitor.back(path)).isEqualTo(over);
    String ticket = at.substring(at.indexOf('#') + 1);
    assertThat(other.enter(ticket).status()).isEqualTo(404);
    String late = TOWN.back(visitor.sent("town", "/"), "late", claims(door.fresh()));
    CLOCK.advance(Duration.ofMinutes(11));
    assertThat(visitor.back(late)).isEqualTo(over);
    assertThat(visitor.back(late.replaceFirst("code=[^&]*", "code=spent"))).isEqualTo(over);
    String unknown = TOWN.back(visitor.sent("town", "/"), "unknown", claims(door.fresh()));
    assertThat(visitor.back(unknown.replaceFirst("code=[^&]*", "code=spent")))
        .isEqualTo(over + "&provider=town");
  }

  @Test
  void a_code_that_was_on_its_way_for_longer_than_the_provider_waits_is_over() {
    Visitor visitor = door.visitor();
    long before = door.accounts();
    String slow = STATE.back(visitor.sent("state", "/"), "slow", claims(door.fresh()));
    STATE.waits(Duration.ofSeconds(31));
    assertThat(visitor.back(slow)).isEqualTo(PUBLIC + "/entering?problem=over&provider=state");
    assertThat(door.accounts()).isEqualTo(before);
    visitor.in(STATE, "state", "slow", claims(door.fresh()));
    assertThat(door.accounts()).isEqualTo(before + 1);
  }

  @Test
  void a_ticket_that_is_shown_twice_at_once_makes_one_account() {
    String address = door.fresh();
    Visitor visitor = door.visitor();
    String ticket = visitor.ticket(TOWN, "town", "twice", claims(address));
    long before = door.accounts();
    List<Integer> statuses =
        IntStream.range(0, 4)
            .mapToObj(_ -> Race.later(() -> visitor.enter(ticket, "accept_terms", true).status()))
            .toList()
            .stream()
            .map(Race::ended)
            .toList();
    assertThat(statuses).containsOnlyOnce(200);
    assertThat(door.accounts()).isEqualTo(before + 1);
  }

  @Test
  void what_the_provider_or_the_way_to_it_lacks_is_told_by_a_page() {
    Visitor visitor = door.visitor();
    String back = TOWN.back(visitor.sent("town", "/"), "no", claims(door.fresh()));
    String state = back.replaceFirst(".*state=", "state=");
    String denied = OPENID + "/callback?error=access_denied&error_description=<b>no</b>&" + state;
    assertThat(visitor.back(denied.replace("<", "%3C").replace(">", "%3E")))
        .isEqualTo(PUBLIC + "/entering?problem=denied&provider=town");
    String empty = TOWN.back(visitor.sent("town", "/"), "empty", claims(door.fresh()));
    assertThat(visitor.back(empty.replaceFirst("code=[^&]*", "code=")))
        .isEqualTo(PUBLIC + "/entering?problem=wrong&provider=town");
    String path = TOWN.back(visitor.sent("town", "/"), "away", claims(door.fresh()));
    TOWN.away();
    assertThat(visitor.back(path)).isEqualTo(PUBLIC + "/entering?problem=away&provider=town");
    door.describe(
            "nowhere", plain(TOWN).with("issuer", "http://127.0.0.1:9/").with("label", "Nulle"))
        .ok();
    Answer nowhere = stranger.get(OPENID + "/begin/nowhere");
    assertThat(nowhere.header("Location"))
        .isEqualTo(PUBLIC + "/entering?problem=away&provider=nowhere");
    // Whoever answers there says that they are another issuer.
    door.describe("nowhere", plain(TOWN).with("issuer", STATE.url() + "/")).ok();
    STATE.honest();
    assertThat(stranger.get(OPENID + "/begin/nowhere").header("Location"))
        .isEqualTo(PUBLIC + "/entering?problem=wrong&provider=nowhere");
    admin.delete(OPENID + "/providers/nowhere").ok();
    assertThat(stranger.get(OPENID + "/begin/nowhere").status()).isEqualTo(404);
    assertThat(stranger.get(OPENID + "/begin/town?next=//evil.example").status()).isEqualTo(400);
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
    Visitor visitor = door.visitor();
    Answer sent = visitor.get(at.substring(PUBLIC.length()));
    assertThat(sent.header("Location")).startsWith(TOWN.url() + "/authorize?");
    assertThat(stranger.get(redirect + "nobody" + query).status()).isEqualTo(404);
  }

  @Test
  void only_an_administrator_describes_providers_and_nobody_reads_the_secret() {
    Client agent = door.visitor().in(TOWN, "town", "curious", claims(door.fresh()));
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
    door.describe("town", plain(TOWN).without("client_secret")).ok();
    door.visitor().in(TOWN, "town", "curious", JsonObject.EMPTY);
    for (JsonObject wrong :
        List.of(
            plain(TOWN).with("issuer", "http://provider.example"),
            plain(TOWN).with("issuer", "https://provider.example/?x"),
            plain(TOWN).with("domains", JsonArray.of("no domain")),
            plain(TOWN).with("prompt", "none"),
            plain(TOWN).with("userinfo", "secret"),
            plain(TOWN).with("scopes", JsonArray.of("email")))) {
      assertThat(door.describe("town", wrong).errcode()).isEqualTo("M_INVALID_PARAM");
    }
    assertThat(door.describe("Other Name", plain(TOWN)).status()).isEqualTo(400);
    assertThat(
            door.describe(
                    "fresh",
                    plain(TOWN).with("issuer", "https://x.example").without("client_secret"))
                .errcode())
        .isEqualTo("M_MISSING_PARAM");
    assertThat(door.describe("second", plain(TOWN)).status()).isEqualTo(409);
    assertThat(Optional.of(stranger.get(OPENID).ok().text()))
        .hasValueSatisfying(all -> assertThat(all).contains("ProConnect").doesNotContain("issuer"));
  }
}
