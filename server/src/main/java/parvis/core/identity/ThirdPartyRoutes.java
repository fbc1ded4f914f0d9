package parvis.core.identity;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.ArrayList;
import java.util.List;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;

/// E-mail addresses and telephone numbers of accounts: none are kept, and each request says so.
///
/// spec: cs-api#adding-account-administrative-contact-information
final class ThirdPartyRoutes {
  private static final String CLIENT = "/_matrix/client/v3";

  private static final List<String> VALIDATIONS =
      List.of("/register", "/account/password", "/account/3pid");
  private static final List<String> MEDIA = List.of("email", "msisdn");
  private static final List<String> ADDITIONS = List.of("/add", "/bind");
  private static final List<String> REMOVALS = List.of("/delete", "/unbind");

  List<Route> all() {
    List<Route> all = new ArrayList<>();
    all.add(get(CLIENT + "/account/3pid", "My addresses", this::none));
    all.add(post(CLIENT + "/account/3pid", "Add a proven address", this::unproven));
    for (String end : ADDITIONS) {
      all.add(post(CLIENT + "/account/3pid" + end, "Add an address", this::denied));
    }
    for (String end : REMOVALS) {
      all.add(post(CLIENT + "/account/3pid" + end, "Remove an address", this::removed));
    }
    for (String purpose : VALIDATIONS) {
      for (String medium : MEDIA) {
        String path = CLIENT + purpose + "/" + medium + "/requestToken";
        Route route = post(path, "Prove an address", this::denied);
        all.add(route.open().costs(RateClass.REGISTER));
      }
    }
    return all;
  }

  private Reply none(Call call) {
    return Reply.fields("threepids", JsonArray.EMPTY);
  }

  private Reply denied(Call call) {
    call.json();
    throw Refused.of(
        Refused.Kind.THREEPID_DENIED, "Accounts here have no e-mail address or telephone number");
  }

  /// No identity server is asked, so none has proven it.
  private Reply unproven(Call call) {
    call.json();
    throw Refused.of(
        Refused.Kind.THREEPID_AUTH_FAILED, "No identity server proves addresses to this one");
  }

  /// What is not there is as good as removed; no identity server knows of it.
  private Reply removed(Call call) {
    Body body = call.body();
    body.string("medium");
    body.string("address");
    body.optionalString("id_server");
    return Reply.fields("id_server_unbind_result", "no-support");
  }
}
