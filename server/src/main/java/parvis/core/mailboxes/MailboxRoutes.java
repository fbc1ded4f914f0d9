package parvis.core.mailboxes;

import static parvis.platform.http.Route.post;

import java.util.Optional;
import parvis.base.Refused;
import parvis.core.factors.OwnKeys;
import parvis.core.identity.Account;
import parvis.core.identity.Servers;
import parvis.core.identity.Servers.Server;
import parvis.core.identity.Sessions;
import parvis.core.identity.SignIn;
import parvis.core.identity.SignedInReply;
import parvis.core.mailboxes.MailboxStore.Shown;
import parvis.core.mailboxes.Mailboxes.Own;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;

/// Where who reads a shared mailbox says who they are.
final class MailboxRoutes {
  private static final String DOOR = "/api/v1/sign_in/mailbox";
  static final int NAME_CHARS_MAX = 100;
  static final int PERSON_CHARS_MAX = 20;
  static final int PASSWORD_CHARS_MAX = 4_096;

  private final Mailboxes mailboxes;
  private final Resets resets;
  private final OwnKeys keys;
  private final Servers servers;
  private final SignIn signIn;
  private final Sessions sessions;

  MailboxRoutes(
      Mailboxes mailboxes,
      Resets resets,
      OwnKeys keys,
      Servers servers,
      SignIn signIn,
      Sessions sessions) {
    this.mailboxes = mailboxes;
    this.resets = resets;
    this.keys = keys;
    this.servers = servers;
    this.signIn = signIn;
    this.sessions = sessions;
  }

  Routes table() {
    return Routes.of(
        post(DOOR, "Sign in as one of the people of a shared mailbox", this::enter)
            .takes(Shapes.ENTERED)
            .answers(SignedInReply.SHAPE)
            .open()
            .costs(RateClass.LOGIN),
        post(DOOR + "/people", "Open one's account by a shared mailbox", this::join)
            .takes(Shapes.JOINED)
            .answers(SignedInReply.SHAPE)
            .open()
            .costs(RateClass.LOGIN),
        post(DOOR + "/reset", "Choose anew what one comes in by", this::reset)
            .takes(Shapes.RESET)
            .answers(SignedInReply.SHAPE)
            .open()
            .costs(RateClass.LOGIN),
        post(DOOR + "/passkey/options", "What a passkey of one's own is made of", this::options)
            .takes(Shapes.OPTIONS)
            .answers(Shapes.QUESTION)
            .open()
            .costs(RateClass.LOGIN));
  }

  private Server server(Call call) {
    return servers.at(call.host());
  }

  private static Shown shown(Body body) {
    return new Shown(body.string("step", SignIn.SECRET_CHARS_MAX), secret(body));
  }

  private static String secret(Body body) {
    var secret = body.string("secret", SignIn.SECRET_CHARS_MAX);
    if (secret.length() < SignIn.SECRET_CHARS_MIN) {
      throw Refused.invalidParam("\"secret\" is too short to be one");
    }
    return secret;
  }

  private static String person(Body body) {
    return body.string("person", PERSON_CHARS_MAX);
  }

  /// First and last name of somebody: an account is one person's, who is called by their own.
  private static String name(Body body) {
    var name = body.string("name", NAME_CHARS_MAX).strip();
    if (name.split("\\s+").length < 2) {
      throw Refused.invalidParam("\"name\" is a first and a last name");
    }
    return name;
  }

  private Reply enter(Call call) {
    var body = call.body();
    var shown = shown(body);
    var password = body.string("password", PASSWORD_CHARS_MAX);
    SignedInReply.check(body);
    var account = mailboxes.byPassword(call, server(call), shown, person(body), password);
    return in(call, body, account, true);
  }

  private Reply join(Call call) {
    var body = call.body();
    var shown = shown(body);
    var name = name(body);
    var accepts = body.bool("accept_terms", false);
    SignedInReply.check(body);
    mailboxes.require(server(call), shown);
    var own = own(body, shown);
    var account = mailboxes.join(server(call), shown, name, own, accepts);
    return in(call, body, account, own.password().isPresent());
  }

  private Reply reset(Call call) {
    var body = call.body();
    var shown = shown(body);
    var person = person(body);
    var code = body.string("code", SignIn.CODE_CHARS_MAX);
    SignedInReply.check(body);
    mailboxes.require(server(call), shown);
    var own = own(body, shown);
    var account = resets.use(server(call), shown, person, code, own);
    return in(call, body, account, own.password().isPresent());
  }

  private Reply options(Call call) {
    var body = call.body();
    var shown = shown(body);
    var name = body.string("name", NAME_CHARS_MAX).strip();
    mailboxes.require(server(call), shown);
    return Reply.fields("options", keys.options(shown.secret(), name));
  }

  /// What somebody comes in by from now on: a password, or a passkey that was just made.
  private Own own(Body body, Shown shown) {
    var password = body.optionalString("password", PASSWORD_CHARS_MAX);
    var key = body.optionalObject("credential");
    if (password.isPresent() == key.isPresent()) {
      throw Refused.missingParam("\"password\" or \"credential\" is missing");
    }
    var called = body.optionalString("key_name", NAME_CHARS_MAX).orElse("Parvis");
    return new Own(password, key.map(credential -> keys.made(shown.secret(), called, credential)));
  }

  /// Whoever came in by a passkey has shown both factors by it.
  private Reply in(Call call, Body body, Account account, boolean asks) {
    if (asks) signIn.pass(account, Optional.of(secret(body)));
    return SignedInReply.of(sessions.open(SignedInReply.login(call, body, account)));
  }
}
