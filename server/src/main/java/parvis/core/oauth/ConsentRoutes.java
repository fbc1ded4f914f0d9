package parvis.core.oauth;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Devices;
import parvis.core.identity.Sessions;
import parvis.core.identity.SignIn;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonObject;

/// What the page of the web client calls on which a person lets an application in, or not.
///
/// Nothing here is done by a cookie: the page shows the token of who is signed in, or sends name
/// and password, so no other site can consent for somebody.
final class ConsentRoutes {
  private static final String AUTHORIZATION = "/api/v1/oauth/authorization";

  private final Requests requests;
  private final Codes codes;
  private final SignIn signIn;
  private final Sessions sessions;
  private final Devices devices;

  ConsentRoutes(Requests requests, Codes codes, SignIn signIn, Sessions sessions, Devices devices) {
    this.requests = requests;
    this.codes = codes;
    this.signIn = signIn;
    this.sessions = sessions;
    this.devices = devices;
  }

  List<Route> all() {
    return List.of(
        get(AUTHORIZATION, "What an application asks for", this::show)
            .optional()
            .costs(RateClass.LOGIN),
        post(AUTHORIZATION, "Let an application in", this::consent)
            .optional()
            .quiet()
            .costs(RateClass.LOGIN));
  }

  private Reply show(Call call) {
    return Protocol.kept(
        switch (requests.read(call)) {
          case Request.Fit fit -> Reply.json(shown(call, fit).build());
          case Request.Unfit unfit ->
              Reply.json(shown(call, unfit).put("wrong", unfit.error()).build());
        });
  }

  private JsonObject.Builder shown(Call call, Request request) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("application", request.application().shown(call.query("lang").orElse("fr")))
            .put("refusal", request.refusal().toString());
    if (request instanceof Request.Fit fit) {
      String device = fit.scope().deviceId();
      json.put("device_id", device).putIf("replaces", replaced(call.maybeActor(), device));
    }
    return json;
  }

  /// What the device of that id is called that the person has already, and would have no more.
  private Optional<String> replaced(Optional<Actor> actor, String deviceId) {
    return actor
        .flatMap(who -> devices.find(who.userNid(), deviceId))
        .map(device -> device.name().orElseGet(device::id));
  }

  private Reply consent(Call call) {
    if (!(requests.read(call) instanceof Request.Fit fit)) {
      throw Refused.invalidParam("This cannot be granted");
    }
    String code = codes.make(fit, person(call));
    return Protocol.kept(Reply.fields("redirect", fit.back().with(code).toString()));
  }

  /// Who consents: who is signed in, or proves here whose account it is.
  private long person(Call call) {
    Optional<Actor> actor = call.maybeActor();
    if (actor.isEmpty()) return signIn.proven(call, call.body(), () -> {}).userNid();
    if (sessions.isGranted(actor.get().session())) {
      throw Refused.forbidden("An application lets in no other one");
    }
    return actor.get().userNid();
  }
}
