package parvis.core.identity;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.AddressProofs.Proof;
import parvis.core.identity.AddressProofs.Purpose;
import parvis.core.identity.Servers.Server;
import parvis.platform.config.Registration;
import parvis.platform.db.Db;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The e-mail addresses of accounts, and their proofs. Telephone numbers are none, and no identity
/// server is asked or told.
///
/// spec: cs-api#adding-account-administrative-contact-information
final class ThirdPartyRoutes {
  static final String EMAIL = "email";
  private static final String CLIENT = "/_matrix/client/v3";
  private static final String THREEPID = CLIENT + "/account/3pid";
  private static final String MINE = "My addresses";

  /// Where a client tells the code that somebody read in a mail.
  static final String SUBMIT = "/api/v1/address_proof/submit";

  /// Characters of what clients call a proof, and of the secret that they make up.
  private static final int NAME_CHARS_MAX = 255;

  private static final int NEXT_CHARS_MAX = 1_000;

  private final Db db;
  private final Servers servers;
  private final Addresses addresses;
  private final AddressProofs proofs;
  private final Admission admission;
  private final OwnerProof owner;
  private final String publicAddress;

  ThirdPartyRoutes(
      Db db,
      Servers servers,
      Addresses addresses,
      AddressProofs proofs,
      Admission admission,
      OwnerProof owner,
      String publicAddress) {
    this.db = db;
    this.servers = servers;
    this.addresses = addresses;
    this.proofs = proofs;
    this.admission = admission;
    this.owner = owner;
    this.publicAddress = publicAddress;
  }

  List<Route> all() {
    List<Route> all = new ArrayList<>();
    all.add(get(THREEPID, MINE, this::mine));
    all.add(post(THREEPID, "Add a proven address", this::unproven).quiet());
    all.add(post(THREEPID + "/add", "Add an address", this::add).costs(RateClass.LOGIN).quiet());
    all.add(post(THREEPID + "/bind", "Publish an address", this::unpublished));
    for (String end : List.of("/delete", "/unbind"))
      all.add(post(THREEPID + end, "Remove an address", this::removed).quiet());
    asking(all, "/register", Purpose.REGISTER);
    asking(all, "/account/password", Purpose.PASSWORD);
    asking(all, "/account/3pid", Purpose.ADD);
    all.add(
        post(SUBMIT, "Tell the code of a mail", this::submit)
            .takes(Shapes.SUBMITTED)
            .answers(Shapes.SUBMISSION)
            .open()
            .costs(RateClass.MAIL));
    all.add(
        get(ProofLetters.PAGE, "The page that a mail opens", this::page)
            .answers("text/html")
            .open()
            .costs(RateClass.MAIL));
    all.add(
        post(ProofLetters.PAGE, "Confirm on the page that a mail opened", this::confirm)
            .takesForm(Shapes.CONFIRMED)
            .answers("text/html")
            .open()
            .costs(RateClass.MAIL));
    return all;
  }

  private void asking(List<Route> all, String path, Purpose purpose) {
    String title = "Prove an address";
    all.add(
        post(CLIENT + path + "/email/requestToken", title, call -> begin(call, purpose))
            .open()
            .costs(RateClass.MAIL));
    all.add(
        post(CLIENT + path + "/msisdn/requestToken", title, call -> telephone(call, purpose))
            .open()
            .costs(RateClass.MAIL));
  }

  private Reply telephone(Call call, Purpose purpose) {
    call.json();
    throw Refused.of(
        purpose == Purpose.ADD
            ? Refused.Kind.THREEPID_MEDIUM_NOT_SUPPORTED
            : Refused.Kind.THREEPID_DENIED,
        "Accounts here have no telephone number");
  }

  private Reply begin(Call call, Purpose purpose) {
    Server server = servers.at(call.host());
    Body body = call.body();
    String secret = name(body, "client_secret");
    Address address = address(body.string(EMAIL));
    long attempt = body.integer("send_attempt");
    Optional<String> next = body.optionalString("next_link").filter(this::isOurs);
    body.optionalString("id_server");
    body.optionalString("id_access_token");
    boolean open = admission.rules(server).mode() == Registration.OPEN;
    if (purpose == Purpose.REGISTER && !open) {
      throw Refused.of(Refused.Kind.THREEPID_DENIED, "Registration is not open here");
    }
    var wish = new AddressProofs.Wish(purpose, address, secret, attempt, next);
    String sid = proofs.begin(server, wish, language(call));
    return Reply.fields("sid", sid, "submit_url", publicAddress + SUBMIT);
  }

  /// Nobody is sent to pages of others from a page of ours.
  private boolean isOurs(String next) {
    return next.length() <= NEXT_CHARS_MAX && next.startsWith(publicAddress + "/");
  }

  static Address address(String text) {
    return Address.parse(text)
        .orElseThrow(() -> Refused.invalidParam("This is no e-mail address that is taken here"));
  }

  private static String name(Body body, String field) {
    String name = body.string(field, NAME_CHARS_MAX);
    boolean plain =
        name.chars()
            .allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || ".=_-".indexOf(c) >= 0));
    if (name.isEmpty() || !plain) {
      throw Refused.invalidParam("\"" + field + "\" has letters, digits and . = _ - only");
    }
    return name;
  }

  private static Language language(Call call) {
    return Language.of(call.header("Accept-Language").orElse(""));
  }

  static AddressProofs.Credentials credentials(Body body) {
    return new AddressProofs.Credentials(name(body, "sid"), name(body, "client_secret"));
  }

  private Reply submit(Call call) {
    Body body = call.body();
    AddressProofs.Credentials told = credentials(body);
    String token = body.string("token", NAME_CHARS_MAX);
    boolean right = proofs.prove(servers.at(call.host()), told.sid(), told.secret(), token.strip());
    return Reply.fields("success", right);
  }

  private Reply page(Call call) {
    String sid = call.query("sid").orElse("");
    String link = call.query("token").orElse("");
    return proofs
        .linked(servers.at(call.host()), sid, link)
        .map(shown -> ProofPage.asking(language(call), shown, sid, link))
        .orElseGet(() -> ProofPage.over(language(call)));
  }

  private Reply confirm(Call call) {
    String sid = call.form("sid").orElse("");
    String link = call.form("token").orElse("");
    return proofs
        .follow(servers.at(call.host()), sid, link)
        .map(shown -> ProofPage.done(language(call), shown))
        .orElseGet(() -> ProofPage.over(language(call)));
  }

  private Reply mine(Call call) {
    long user = call.actor().userNid();
    List<JsonObject> mine =
        addresses.of(user).stream()
            .map(
                one ->
                    JsonObject.of(
                        "medium", EMAIL,
                        "address", one.address().value(),
                        "validated_at", one.provenMs(),
                        "added_at", one.addedMs()))
            .toList();
    return Reply.fields(
        "threepids",
        JsonArray.of(
            Stream.concat(
                    mine.stream(), addresses.sharer(user).map(ThirdPartyRoutes::shared).stream())
                .toArray()));
  }

  /// One that others read, too.
  private static JsonObject shared(Addresses.Sharer one) {
    return JsonObject.of(
        "medium", EMAIL,
        "address", one.address().value(),
        "validated_at", one.sinceMs(),
        "added_at", one.sinceMs(),
        "fr.parvis.shared", true);
  }

  private Reply add(Call call) {
    Actor actor = call.actor();
    AddressProofs.Credentials told = credentials(call.body());
    Optional<Reply> asked = owner.asks("add an address", call);
    if (asked.isPresent()) return asked.get();
    Server server = servers.find(actor.user().server()).orElseThrow(AddressProofs::failed);
    Proof proof = proofs.proven(server, Purpose.ADD, told).orElseThrow(AddressProofs::failed);
    db.write(
        tx -> {
          proofs.use(tx, proof);
          addresses.add(tx, server, actor.userNid(), proof.address(), proof.provenMs());
          return true;
        });
    return Reply.empty();
  }

  /// What was proven to an identity server alone: none is believed.
  private Reply unproven(Call call) {
    call.json();
    throw Refused.of(
        Refused.Kind.THREEPID_AUTH_FAILED, "No identity server proves addresses to this one");
  }

  private Reply unpublished(Call call) {
    call.json();
    throw Refused.of(
        Refused.Kind.THREEPID_DENIED, "No identity server is told the addresses of accounts");
  }

  /// What is not there is as good as removed; no identity server knows of it.
  private Reply removed(Call call) {
    Body body = call.body();
    String medium = body.string("medium");
    String address = body.string("address");
    body.optionalString("id_server");
    if (!call.actor().isThroughService()) owner.refuseApplications(call.actor());
    if (medium.equals(EMAIL) && call.routePath().endsWith("/delete")) {
      Address.parse(address).ifPresent(gone -> addresses.remove(call.actor().userNid(), gone));
    }
    return Reply.fields("id_server_unbind_result", "no-support");
  }
}
