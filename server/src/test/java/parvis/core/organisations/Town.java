package parvis.core.organisations;

import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What administrators do with organisations, said in one line each.
public final class Town {
  public static final String ALL = "/api/v1/organisations";

  private Town() {}

  /// A new organisation, by its id.
  public static String organisation(Client admin, String label) {
    return admin
        .post(ALL, JsonObject.of("name", "Mairie de " + label, "label", label))
        .ok()
        .string("id");
  }

  /// One that has access rules.
  public static String ruled(Client admin, String label) {
    var id = organisation(admin, label);
    switchRules(admin, id, label, true).ok();
    return id;
  }

  public static Answer switchRules(Client admin, String id, String label, boolean on) {
    return admin.put(
        one(id), JsonObject.of("name", "Mairie de " + label, "label", label, "access_rules", on));
  }

  public static String one(String id) {
    return ALL + "/" + id;
  }

  public static Answer put(Client admin, String id, Client member, String role) {
    var path = one(id) + "/members/" + Client.segment(member.user());
    return admin.put(path, JsonObject.of("role", role));
  }

  public static Answer remove(Client admin, String id, Client member) {
    return admin.delete(one(id) + "/members/" + Client.segment(member.user()));
  }

  public static Answer domain(Client admin, String id, String domain, boolean below) {
    var held = JsonObject.of("domain", domain, "below", below);
    return admin.put(one(id) + "/domains", JsonObject.of("domains", JsonArray.of(held)));
  }

  /// The label of the organisation whose an address is, or the status of the answer.
  public static String of(Client admin, String address) {
    var answer = admin.get("/api/v1/organisation_of?address=" + Client.segment(address));
    return answer.status() == 200 ? answer.string("label") : Integer.toString(answer.status());
  }

  /// The label of somebody's own organisation, or an empty text.
  public static String own(Client who) {
    var own = who.get("/api/v1/organisation").ok().json();
    return own.object("organisation").flatMap(o -> o.string("label")).orElse("");
  }
}
