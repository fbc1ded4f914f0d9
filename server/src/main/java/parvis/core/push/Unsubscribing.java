package parvis.core.push;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.OptionalLong;
import parvis.base.Language;
import parvis.core.identity.Addresses;
import parvis.core.identity.Secrets;
import parvis.platform.http.Call;
import parvis.platform.http.Page;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Shape;
import parvis.protocol.id.Address;

/// The way to get no more mails, out of a mail, without signing in: one request of a mail program
/// (RFC 8058), or one click on the page that a person opens. To open it alone changes nothing.
final class Unsubscribing {
  private static final String PATH = "/api/v1/unsubscriptions/";
  private static final String PURPOSE = "unsubscribe ";

  private final Pushers pushers;
  private final Addresses addresses;
  private final Secrets secrets;
  private final String publicAddress;

  Unsubscribing(Pushers pushers, Addresses addresses, Secrets secrets, String publicAddress) {
    this.pushers = pushers;
    this.addresses = addresses;
    this.secrets = secrets;
    this.publicAddress = publicAddress;
  }

  Routes table() {
    return Routes.of(
        get(PATH + "{word}", "The page to get no more mails", this::ask)
            .answers("text/html")
            .open()
            .costs(RateClass.MAIL),
        post(PATH + "{word}", "Get no more mails", this::end)
            .takesForm(Shape.object())
            .answers("text/html")
            .open()
            .costs(RateClass.MAIL));
  }

  /// Where mails for a pusher end.
  String address(long pusher) {
    return publicAddress + PATH + pusher + "." + proof(pusher);
  }

  private String proof(long pusher) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(secrets.hashOfWord(PURPOSE + pusher));
  }

  /// The pusher that a word was made for.
  private OptionalLong pusher(String word) {
    int dot = word.indexOf('.');
    try {
      long pusher = Long.parseLong(word.substring(0, Math.max(dot, 0)));
      boolean ours =
          MessageDigest.isEqual(
              proof(pusher).getBytes(StandardCharsets.US_ASCII),
              word.substring(dot + 1).getBytes(StandardCharsets.UTF_8));
      return ours ? OptionalLong.of(pusher) : OptionalLong.empty();
    } catch (NumberFormatException none) {
      return OptionalLong.empty();
    }
  }

  private static Language language(Call call) {
    return Language.of(call.header("Accept-Language").orElse(""));
  }

  private Reply ask(Call call) {
    Language in = language(call);
    return Page.of(
        200,
        in,
        title(in),
        "<form method=\"post\"><button>"
            + in.say("Ne plus recevoir ces courriels", "No more mails like this")
            + "</button></form>");
  }

  /// Whether others read the mails of a pusher: who of them asks is not known.
  private boolean isShared(long pusher) {
    OptionalLong owner = pushers.owner(pusher);
    return owner.isPresent()
        && pushers.of(owner.getAsLong()).stream()
            .filter(one -> one.nid() == pusher)
            .flatMap(one -> Address.parse(one.pushkey()).stream())
            .flatMap(address -> addresses.reach(owner.getAsLong(), address).stream())
            .anyMatch(reach -> reach.whose().isPresent());
  }

  private static Reply elsewhere(Language in) {
    String sentence =
        in.say(
            "D'autres personnes lisent cette adresse : ces courriels s'arrêtent dans les réglages du"
                + " compte, une fois entré.",
            "Others read this address, too: these mails end in the settings of the account, once"
                + " you are in.");
    return Page.of(200, in, title(in), "<p>" + sentence + "</p>");
  }

  /// Whoever has a word that is none learns nothing.
  private Reply end(Call call) {
    Language in = language(call);
    OptionalLong meant = pusher(call.path("word"));
    if (meant.isPresent() && isShared(meant.getAsLong())) return elsewhere(in);
    meant.ifPresent(pushers::remove);
    String sentence =
        in.say(
            "Vous ne recevrez plus de courriel de ce genre. Les réglages de Parvis les rétablissent.",
            "You get no more mails of this kind. The settings of Parvis bring them back.");
    return Page.of(200, in, title(in), "<p>" + sentence + "</p>");
  }

  private static String title(Language in) {
    return in.say("Courriels de Parvis", "Mails of Parvis");
  }
}
