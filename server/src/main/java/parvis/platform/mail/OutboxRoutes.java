package parvis.platform.mail;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.text;
import static parvis.platform.http.Shape.yesOrNo;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Shape;
import parvis.protocol.id.Address;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The outbox as whoever runs the server sees it. What a mail says is shown where no mail server
/// delivers it, and nowhere else: it may hold what lets its reader in.
final class OutboxRoutes {
  private static final Shape TEXT = text(Body.TEXT_CHARS_MAX);

  private static final Shape PAGE =
      object(
          needed("server", yesOrNo().says("Whether one delivers them")),
          needed("trouble", TEXT),
          needed(
              "mails",
              Shape.list(
                  object(
                      needed("number", count()),
                      needed("to", TEXT),
                      needed("subject", TEXT),
                      needed("state", TEXT),
                      needed("reason", TEXT),
                      needed("tries", count()),
                      needed("created", count()),
                      needed("due", count())),
                  Outbox.PAGE_MAX)),
          may("next", count()),
          may("mark", Shape.value()));

  private static final Shape TRIED =
      object(needed("to", line(Body.NAME_BYTES_MAX).says("An e-mail address")));

  private final Outbox outbox;
  private final boolean leads;
  private final BiPredicate<Actor, Address> isClosed;
  private final Supplier<String> trouble;

  /// @param leads whether there is a mail server
  /// @param isClosed whether letters to an address are not shown to an administrator
  /// @param trouble why it takes nothing at the moment; empty when it does
  OutboxRoutes(
      Outbox outbox,
      boolean leads,
      BiPredicate<Actor, Address> isClosed,
      Supplier<String> trouble) {
    this.outbox = outbox;
    this.leads = leads;
    this.isClosed = isClosed;
    this.trouble = trouble;
  }

  Routes table() {
    return Routes.of(
        get("/api/v1/mails", "The mails of this house", this::list)
            .answers(PAGE)
            .notedHourly("read mails"),
        get("/api/v1/mails/mark", "A mark that is another once a late mail is", this::mark)
            .answers(object(needed("mark", Shape.value()))),
        post("/api/v1/mails", "Send a mail to try it out", this::tryOut)
            .takes(TRIED)
            .answers(object())
            .costs(RateClass.REGISTER)
            .quiet(),
        get("/api/v1/mails/{number}", "What a mail says", this::read)
            .answers(object(needed("subject", TEXT), needed("text", TEXT)))
            .noted("read mail"),
        post("/api/v1/mails/{number}/tries", "Send a mail again", this::again)
            .answers(object())
            .emptyBody()
            .quiet());
  }

  private Reply list(Call call) {
    ServerName server = admin(call);
    long before = call.queryLong("before").orElse(Long.MAX_VALUE);
    List<Outbox.Entry> page = outbox.page(server, before);
    JsonObject.Builder json =
        JsonObject.builder()
            .put("server", leads)
            .put("trouble", trouble.get())
            .put("mails", JsonArray.of(page.stream().map(OutboxRoutes::json).toArray()));
    if (page.size() == Outbox.PAGE_MAX) json.put("next", page.getLast().nid());
    if (before == Long.MAX_VALUE) json.put("mark", mark(page));
    return Reply.json(json.build());
  }

  /// An open page asks for this again and again. It tells of nobody: nothing is noted of it.
  private Reply mark(Call call) {
    return Reply.fields("mark", mark(outbox.page(admin(call), Long.MAX_VALUE)));
  }

  private static Long mark(List<Outbox.Entry> latest) {
    return Long.valueOf(latest.hashCode());
  }

  private static JsonObject json(Outbox.Entry entry) {
    return JsonObject.of(
        "number", entry.nid(),
        "to", entry.to().value(),
        "subject", entry.subject(),
        "state", entry.state(),
        "reason", entry.reason(),
        "tries", entry.tries(),
        "created", entry.createdMs(),
        "due", entry.dueMs());
  }

  private Reply tryOut(Call call) {
    ServerName server = admin(call);
    Address to =
        Address.parse(call.body().string("to"))
            .orElseThrow(() -> Refused.invalidParam("\"to\" is an e-mail address"));
    Language in = Language.of(call.header("Accept-Language").orElse(""));
    Letter letter =
        Letter.in(in, in.say("Parvis : message d'essai", "Parvis: a message to try out"))
            .says(
                in.say(
                    "Ce message montre que Parvis peut écrire à cette adresse.",
                    "This message shows that Parvis can write to this address."))
            .done();
    outbox.put(Mail.of("try-" + outbox.fresh(), server, to, letter));
    return Reply.empty();
  }

  private Reply read(Call call) {
    ServerName server = admin(call);
    if (leads) throw Refused.notFound();
    Mail mail = outbox.kept(server, number(call)).orElseThrow(Refused::notFound);
    if (isClosed.test(call.actor(), mail.to()))
      throw Refused.forbidden("This letter is to another administrator");
    Letter letter = mail.letter();
    return Reply.fields("subject", letter.subject(), "text", letter.text());
  }

  private Reply again(Call call) {
    ServerName server = admin(call);
    call.body();
    boolean again = outbox.again(server, number(call)).orElseThrow(Refused::notFound);
    if (!again) throw Refused.conflict("This mail was sent, or is being sent");
    return Reply.empty();
  }

  private static long number(Call call) {
    try {
      return Long.parseLong(call.path("number"));
    } catch (NumberFormatException none) {
      throw Refused.notFound();
    }
  }

  private static ServerName admin(Call call) {
    Actor actor = call.actor();
    if (!actor.admin()) throw Refused.forbidden("Only an administrator may do this");
    return actor.user().server();
  }
}
