package parvis.harness;

import java.util.List;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// A space and who is in it, for tests of what people do there.
public final class Gathering {
  private static final String SPACES = "/api/v1/spaces";

  private Gathering() {}

  /// A space that somebody makes, and that others come into; its id.
  public static String of(
      Client host, List<Client> others, String model, String name, String request) {
    var wish =
        JsonObject.of("model", model, "name", name, "visibility", "public", "joining", "free")
            .with("request_id", request);
    var made = host.post(SPACES, wish).ok().string("space_id");
    for (var one : others) {
      one.post(in(made) + "/join", JsonObject.EMPTY).ok();
    }
    return made;
  }

  /// The address of a space.
  public static String in(String space) {
    return SPACES + "/" + Client.segment(space);
  }

  /// The address of somebody in it.
  public static String member(String space, Client who) {
    return in(space) + "/members/" + Client.segment(who.user());
  }

  /// A change of a thing as somebody has it before them.
  public static JsonObject edit(JsonObject thing, String request, Object... set) {
    var base = thing.integer("version").orElseThrow();
    return JsonObject.of("request_id", request, "base", base, "set", JsonObject.of(set));
  }

  public static Answer patch(Client who, String path, JsonObject edit) {
    return who.send("PATCH", path, "application/json", JsonWriter.write(edit));
  }
}
