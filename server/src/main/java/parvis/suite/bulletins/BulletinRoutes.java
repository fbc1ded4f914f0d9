package parvis.suite.bulletins;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.util.List;
import java.util.Map;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.organisations.Affiliations;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Bulletins as their readers and their authors ask for them.
final class BulletinRoutes {
  private static final String SHOWN = "/api/v1/bulletins";
  private static final String ALL = "/api/v1/administration/bulletins";
  static final int TEXT_CHARS_MAX = 1_000;

  private final Bulletins bulletins;
  private final Affiliations affiliations;

  BulletinRoutes(Bulletins bulletins, Affiliations affiliations) {
    this.bulletins = bulletins;
    this.affiliations = affiliations;
  }

  Routes table() {
    return Routes.of(
        get(SHOWN, "The bulletins that I have before me", this::shown).answers(Shapes.SHOWN),
        put(SHOWN + "/{id}/closed", "Put a bulletin away", this::close)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .quiet(),
        get(ALL, "The bulletins of those whom I administer", this::all).answers(Shapes.ALL),
        post(ALL, "Tell everybody something", this::write)
            .takes(Shapes.WRITTEN)
            .answers(Shapes.BULLETIN)
            .costs(RateClass.JOIN),
        delete(ALL + "/{id}", "Take a bulletin back", this::withdraw)
            .answers(Shapes.NOTHING)
            .emptyBody());
  }

  private Reply shown(Call call) {
    var language = Language.of(call.query("lang").orElse(""));
    var mine = bulletins.shown(call.actor());
    var labels = labels(mine);
    var told =
        mine.stream()
            .map(
                one ->
                    JsonObject.builder()
                        .put("id", one.id())
                        .put("text", one.words().in(language))
                        .put("lang", one.words().language(language).code())
                        .put("at", one.createdMs())
                        .put("until", one.untilMs())
                        .putIf("organisation", one.organisation().map(labels::get))
                        .build())
            .toArray();
    return Reply.fields("bulletins", JsonArray.of(told));
  }

  private Map<Long, String> labels(List<Bulletin> all) {
    return affiliations.labels(
        all.stream().flatMap(one -> one.organisation().stream()).distinct().toList());
  }

  private Reply close(Call call) {
    call.body();
    bulletins.close(call.actor(), call.path("id"));
    return Reply.empty();
  }

  private Reply all(Call call) {
    var all = bulletins.list(call.actor(), call.query("organisation"));
    var labels = labels(all);
    return Reply.fields(
        "bulletins", JsonArray.of(all.stream().map(one -> told(one, labels)).toArray()));
  }

  private static JsonObject told(Bulletin one, Map<Long, String> labels) {
    return JsonObject.builder()
        .put("id", one.id())
        .put("french", one.french())
        .put("english", one.english())
        .put("by", one.by())
        .put("at", one.createdMs())
        .put("until", one.untilMs())
        .putIf("withdrawn", one.withdrawnMs())
        .putIf("organisation", one.organisation().map(labels::get))
        .put("told", one.told())
        .put("going", one.after().isPresent())
        .build();
  }

  private Reply write(Call call) {
    var body = call.body();
    var french = body.string("french", TEXT_CHARS_MAX).strip();
    if (french.isEmpty()) {
      throw Refused.invalidParam("A bulletin says something in French.");
    }
    var wish =
        new Bulletins.Wish(
            body.optionalString("organisation", Body.NAME_BYTES_MAX),
            Body.name(body.string("request_id", Body.NAME_BYTES_MAX)),
            french,
            body.optionalString("english", TEXT_CHARS_MAX).orElse("").strip(),
            body.integer("until"),
            body.bool("notice", true));
    var made = bulletins.write(call.actor(), wish);
    return Reply.json(told(made, labels(List.of(made))));
  }

  private Reply withdraw(Call call) {
    bulletins.withdraw(call.actor(), call.path("id"));
    return Reply.empty();
  }
}
