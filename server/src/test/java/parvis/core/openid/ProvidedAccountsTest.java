package parvis.core.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.openid.Doorway.OPENID;
import static parvis.core.openid.Doorway.PUBLIC;
import static parvis.core.openid.Doorway.SECRET;
import static parvis.core.openid.Doorway.claims;
import static parvis.core.openid.Doorway.fields;
import static parvis.core.openid.Doorway.links;
import static parvis.core.openid.Doorway.plain;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.core.openid.Doorway.Visitor;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Issuer;
import parvis.harness.SoftKey;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Whose account a provider of identities leads to, and what it says of their sessions and factors.
class ProvidedAccountsTest {
  @AutoClose private static final Doorway door = new Doorway();
  private static final TestClock CLOCK = door.clock;
  private static final Issuer TOWN = door.town;
  private static final Issuer STATE = door.state;
  private static final World world = door.world;
  private static final Client admin = door.admin;
  private static final Client stranger = door.stranger;
  private static final AtomicInteger FORTS = new AtomicInteger();

  @BeforeEach
  void honest() {
    door.honest();
  }

  @Test
  void an_address_that_somebody_has_is_proven_once_by_a_code_and_then_leads_to_their_account() {
    String address = door.fresh();
    Client before = door.known(address);
    Visitor visitor = door.visitor();
    String ticket = visitor.ticket(TOWN, "town", "owner", claims(address));
    assertThat(visitor.enter(ticket, "accept_terms", true).ok().string("wants")).isEqualTo("proof");
    JsonObject proof = door.proof(address);
    String wrong = proof.string("code").orElseThrow().equals("000000") ? "000001" : "000000";
    assertThat(visitor.enter(ticket, fields(proof.with("code", wrong))).status()).isEqualTo(403);
    Client in = door.client(visitor.enter(ticket, fields(proof)));
    assertThat(in.user()).isEqualTo(before.user());
    Client again = door.visitor().in(TOWN, "town", "owner", claims(address));
    assertThat(again.user()).isEqualTo(before.user());
    // The same address from another provider leads nowhere by itself.
    Visitor elsewhere = door.visitor();
    String other = elsewhere.ticket(STATE, "state", "owner", claims(address));
    assertThat(elsewhere.enter(other, "accept_terms", true).ok().string("wants"))
        .isEqualTo("proof");
  }

  @Test
  void a_password_proves_an_account_too() {
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
    Client alice = world.register("openid-alice");
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    Visitor visitor = door.visitor();
    String ticket = visitor.ticket(TOWN, "town", "alice", JsonObject.EMPTY);
    assertThat(visitor.enter(ticket).ok().string("wants")).isEqualTo("proof");
    JsonObject wrong = Client.proof(alice.user(), "not the password at all");
    assertThat(visitor.enter(ticket, fields(wrong)).status()).isEqualTo(403);
    Client in =
        door.client(visitor.enter(ticket, fields(Client.proof(alice.user(), World.PASSWORD))));
    assertThat(in.user()).isEqualTo(alice.user());
    String mine = links(in).getFirst().string("link").orElseThrow();
    assertThat(alice.delete(OPENID + "/links/0").status()).isEqualTo(404);
    alice.delete(OPENID + "/links/" + mine).ok();
    Visitor later = door.visitor();
    String next = later.ticket(TOWN, "town", "alice", JsonObject.EMPTY);
    assertThat(later.enter(next).ok().string("wants")).isEqualTo("proof");
  }

  @Test
  void an_address_is_believed_from_who_may_speak_for_it_and_says_that_it_is_proven() {
    for (JsonObject said :
        List.of(
            claims(door.fresh()).with("email_verified", false),
            claims(door.fresh()).without("email_verified"),
            claims("agent@elsewhere.example"),
            claims("agent@below.belleville.example"),
            claims("agent@notbelleville.example"),
            claims("a@b@belleville.example"))) {
      Visitor visitor = door.visitor();
      String ticket = visitor.ticket(TOWN, "town", "unbelieved", said);
      assertThat(visitor.enter(ticket, "accept_terms", true).ok().string("wants"))
          .isEqualTo("proof");
    }
    String address = door.fresh();
    Visitor visitor = door.visitor();
    JsonObject unproven = claims(address).with("email_verified", false);
    String ticket = visitor.ticket(TOWN, "town", "proves", unproven);
    Client in = door.client(visitor.enter(ticket, fields(door.proof(address))));
    assertThat(Town.own(in)).isEqualTo("Belleville");
    assertThat(door.visitor().in(TOWN, "town", "proves", unproven).user()).isEqualTo(in.user());
  }

  @Test
  void where_a_provider_makes_no_accounts_it_leads_to_those_that_are_there() {
    door.describe("town", plain(TOWN).with("makes_accounts", false)).ok();
    try {
      String address = door.fresh();
      Visitor visitor = door.visitor();
      String ticket = visitor.ticket(TOWN, "town", "no-account", claims(address));
      assertThat(visitor.enter(ticket, "accept_terms", true).ok().string("wants"))
          .isEqualTo("proof");
      assertThat(visitor.enter(ticket, fields(door.proof(address))).status()).isEqualTo(403);
      Client here = door.known(address);
      Client in = door.client(visitor.enter(ticket, fields(door.proof(address))));
      assertThat(in.user()).isEqualTo(here.user());
    } finally {
      door.describe("town", plain(TOWN)).ok();
    }
  }

  @Test
  void who_is_locked_or_gone_is_refused_as_at_the_other_doors() {
    Client agent = door.visitor().in(TOWN, "town", "locked", claims(door.fresh()));
    String account = "/_matrix/client/v1/admin/lock/" + Client.segment(agent.user());
    admin.put(account, JsonObject.of("locked", true)).ok();
    Visitor visitor = door.visitor();
    String ticket = visitor.ticket(TOWN, "town", "locked", JsonObject.EMPTY);
    assertThat(visitor.enter(ticket).errcode()).isEqualTo("M_USER_LOCKED");
    admin.put(account, JsonObject.of("locked", false)).ok();
    assertThat(door.client(visitor.enter(ticket)).user()).isEqualTo(agent.user());
  }

  @Test
  void somebody_links_and_unlinks_a_provider_in_the_settings() {
    String address = door.fresh();
    Client agent = door.known(address);
    JsonObject wish = JsonObject.of("provider", "town");
    assertThat(agent.post(OPENID + "/links", wish).status()).isEqualTo(401);
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
    Client alice = world.register("openid-linker");
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    Answer asked =
        alice
            .post(OPENID + "/links", wish.with("auth", Client.proof(alice.user(), World.PASSWORD)))
            .ok();
    Visitor visitor = door.visitor();
    visitor.cookie = asked.header("Set-Cookie").replaceFirst(";.*", "");
    String path = TOWN.back(asked.string("redirect"), "linked", JsonObject.EMPTY);
    assertThat(visitor.back(path)).isEqualTo(PUBLIC + "/settings/security");
    assertThat(door.visitor().in(TOWN, "town", "linked", JsonObject.EMPTY).user())
        .isEqualTo(alice.user());
    // What a provider calls one account is not given to another.
    Answer again =
        alice
            .post(OPENID + "/links", wish.with("auth", Client.proof(alice.user(), World.PASSWORD)))
            .ok();
    door.visitor().in(TOWN, "town", "taken", claims(door.fresh()));
    visitor.cookie = again.header("Set-Cookie").replaceFirst(";.*", "");
    String taken = TOWN.back(again.string("redirect"), "taken", JsonObject.EMPTY);
    assertThat(visitor.back(taken)).endsWith("/settings/security?problem=taken&provider=town");
  }

  @Test
  void a_second_factor_that_was_shown_to_the_provider_is_enough() {
    strict();
    TOWN.lies(claims -> claims.claim("amr", List.of("pwd", "mfa")));
    Client shown = door.visitor().in(TOWN, "town", "strong", claims("strong@fort.example"));
    CLOCK.advance(Duration.ofSeconds(5));
    shown.get("/_matrix/client/v3/account/whoami").ok();
    TOWN.honest();
    Visitor visitor = door.visitor();
    Answer asked = visitor.enter(visitor.ticket(TOWN, "town", "strong", JsonObject.EMPTY), SENT);
    assertThat(asked.errcode()).isEqualTo("FR_PARVIS_SECOND_FACTOR");
  }

  private static final Object[] SENT = {"accept_terms", true, "fr.parvis.secret", SECRET};

  private static void strict() {
    String fort = Town.organisation(admin, "Fort" + FORTS.incrementAndGet());
    Town.domain(admin, fort, "fort.example", false);
    JsonObject rules = JsonObject.of("names_locked", false, "second_factor", true);
    admin.put(Town.one(fort) + "/entry_rules", rules).ok();
  }

  @Test
  void who_must_set_up_a_second_factor_is_known_by_the_provider_afterwards() {
    strict();
    Visitor visitor = door.visitor();
    String ticket = visitor.ticket(TOWN, "town", "weak", claims("weak@fort.example"));
    Answer asked = visitor.enter(ticket, SENT);
    assertThat(asked.errcode()).isEqualTo("FR_PARVIS_SECOND_FACTOR");
    JsonObject step = JsonObject.of("step", asked.string("step"), "secret", SECRET);
    String secret = stranger.post("/api/v1/factors/totp", step).ok().string("secret");
    String code = SoftKey.code(secret, CLOCK.millis());
    String token =
        stranger.put("/api/v1/factors/totp", step.with("code", code)).ok().string("login_token");
    Client in = door.client(visitor.enter(ticket, "type", "m.login.token", "token", token));
    assertThat(in.get(OPENID + "/session").ok().json().string("end")).isPresent();
    in.get("/_matrix/client/v3/account/whoami").ok();
    assertThat(visitor.enter(ticket, "type", "m.login.token", "token", token).status())
        .isIn(403, 404);
  }

  @Test
  void a_session_that_is_over_at_the_provider_is_over_here() {
    String address = door.fresh();
    TOWN.lies(claims -> claims.claim("sid", "one"));
    Client one = door.visitor().in(TOWN, "town", address, claims(address));
    TOWN.lies(claims -> claims.claim("sid", "two"));
    Client two = door.visitor().in(TOWN, "town", address, claims(address));
    Client other = door.known(address);
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
    Client again = door.visitor().in(TOWN, "town", address, claims(address));
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
    String address = door.fresh();
    TOWN.lies(claims -> claims.claim("sid", "stopped"));
    Client one = door.visitor().in(TOWN, "town", address, claims(address));
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
