package parvis.suite.copies;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.io.IOException;
import java.nio.file.Files;
import parvis.base.Language;
import parvis.core.identity.OwnerProof;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonObject;
import parvis.suite.copies.CopyStore.Copy;
import parvis.suite.copies.CopyStore.State;

/// One's own copy, and the way to fetch it.
final class CopyRoutes {
  static final String MINE = "/api/v1/data_copy";
  static final String FILE = "/api/v1/data_copies/";

  private final Copies copies;
  private final OwnerProof proof;

  CopyRoutes(Copies copies, OwnerProof proof) {
    this.copies = copies;
    this.proof = proof;
  }

  Routes table() {
    return Routes.of(
        get(MINE, "The copy of my data", this::mine).answers(Shapes.COPY),
        post(MINE, "Have a copy of my data made", this::begin)
            .takes(Shapes.BEGUN)
            .answers(Shapes.COPY)
            .emptyBody()
            .costs(RateClass.JOIN)
            .quiet(),
        delete(MINE, "Forget the copy of my data", this::forget)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .quiet(),
        post(MINE + "/link", "Prove that I may fetch it", this::link)
            .takes(Shapes.PROVEN)
            .answers(Shapes.PATH)
            .emptyBody()
            .costs(RateClass.LOGIN)
            .quiet()
            .noted("fetch copy"),
        get(FILE + "{word}", "Fetch a copy", this::file)
            .answers("application/zip")
            .open()
            .costs(RateClass.MEDIA));
  }

  private Reply mine(Call call) {
    return Reply.json(
        copies.of(call.actor()).map(CopyRoutes::told).orElse(JsonObject.of("state", "none")));
  }

  private static JsonObject told(Copy copy) {
    var told =
        JsonObject.builder()
            .put("state", copy.state().word())
            .put("created", copy.createdMs())
            .put("expires", copy.createdMs() + Copies.KEPT.toMillis());
    if (copy.state() == State.MAKING) {
      told.put("done", copy.done()).put("total", copy.total());
    }
    if (copy.state() == State.READY) {
      told.put("size_bytes", copy.sizeBytes());
    }
    return told.build();
  }

  private Reply begin(Call call) {
    var lang =
        call.body()
            .optionalString("lang", Body.NAME_BYTES_MAX)
            .or(() -> call.header("Accept-Language"))
            .orElse("");
    copies.begin(call.actor(), Language.of(lang));
    return mine(call);
  }

  private Reply forget(Call call) {
    copies.forget(call.actor());
    return Reply.empty();
  }

  /// What is not there needs no proof.
  private Reply link(Call call) {
    call.body();
    copies.requireReady(call.actor());
    var asked = proof.asksOrMails("fetch the copy of my data", call);
    return asked.orElseGet(() -> Reply.fields("path", FILE + copies.link(call.actor())));
  }

  private Reply file(Call call) throws IOException {
    var file = copies.file(call.path("word"));
    var tag = file.getFileName().toString();
    return Reply.ranged(call, "application/zip", file, Files.size(file), tag)
        .header("Content-Disposition", "attachment; filename=\"parvis.zip\"")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-store");
  }
}
