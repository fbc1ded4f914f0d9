package parvis.core.keys;

import static parvis.platform.http.Route.post;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import parvis.base.Refused;
import parvis.core.identity.OwnerProof;
import parvis.core.identity.Users;
import parvis.core.keys.CrossKey.Usage;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// Keys that vouch for keys, and what they say.
/// spec: cs-api#cross-signing
final class CrossSigningRoutes {
  /// Keys that one request adds signatures to.
  private static final int SIGNED_MAX = 1_000;

  private final CrossSigning crossSigning;
  private final Vouching vouching;
  private final Users users;
  private final OwnerProof proof;

  CrossSigningRoutes(CrossSigning crossSigning, Vouching vouching, Users users, OwnerProof proof) {
    this.crossSigning = crossSigning;
    this.vouching = vouching;
    this.users = users;
    this.proof = proof;
  }

  Routes table() {
    return Routes.of(
        post(
                "/_matrix/client/v3/keys/device_signing/upload",
                "Publish my cross-signing keys",
                this::upload)
            .costs(RateClass.KEYS)
            .quiet(),
        post("/_matrix/client/v3/keys/signatures/upload", "Sign published keys", this::sign)
            .costs(RateClass.KEYS)
            .quiet());
  }

  private Reply upload(Call call) {
    var keys = new ArrayList<CrossKey>();
    for (var usage : Usage.values()) {
      call.body()
          .optionalObject(usage.word() + "_key")
          .ifPresent(json -> keys.add(CrossKey.read(usage, json, call.actor().user())));
    }
    var change = crossSigning.change(call.actor(), keys);
    if (change.isNothing()) {
      return Reply.empty();
    }
    if (change.needsProof()) {
      var asked = proof.asksForKeys("replace cross-signing keys", call);
      if (asked.isPresent()) {
        return asked.get();
      }
    }
    crossSigning.apply(call.actor(), change);
    return Reply.empty();
  }

  /// A key as the request names it: by person and key.
  private record Name(String user, String key) {}

  private Reply sign(Call call) {
    var named = named(call.json());
    var known = new ArrayList<Name>();
    var signed = new ArrayList<Vouching.Signed>();
    var failures = new LinkedHashMap<String, JsonObject>();
    named.forEach(
        (name, json) ->
            users
                .find(user(name))
                .ifPresentOrElse(
                    owner -> {
                      known.add(name);
                      signed.add(new Vouching.Signed(owner, name.key(), json));
                    },
                    () -> fail(failures, name, Vouching.NOT_FOUND)));
    var outcomes = vouching.add(call.actor(), signed);
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Vouching.Outcome.Failed failed) {
        fail(failures, known.get(i), failed);
      }
    }
    var told = JsonObject.builder();
    failures.forEach(told::put);
    return Reply.json(JsonObject.of("failures", told.build()));
  }

  private static Map<Name, JsonObject> named(JsonObject body) {
    var named = new LinkedHashMap<Name, JsonObject>();
    for (var person : body.entries()) {
      if (!(person.value() instanceof JsonObject keys)) {
        throw Refused.badJson("Keys are given by person and id.");
      }
      for (var key : keys.entries()) {
        if (!(key.value() instanceof JsonObject json)) {
          throw Refused.badJson("A signed key is an object.");
        }
        named.put(new Name(person.name(), key.name()), json);
      }
    }
    if (named.size() > SIGNED_MAX) {
      throw Refused.invalidParam("At most " + SIGNED_MAX + " keys are signed at a time.");
    }
    return named;
  }

  private static UserId user(Name name) {
    return UserId.parse(name.user())
        .orElseThrow(() -> Refused.invalidParam(name.user() + " is not the id of a person."));
  }

  private static void fail(
      Map<String, JsonObject> failures, Name name, Vouching.Outcome.Failed failed) {
    var error = JsonObject.of("errcode", failed.errcode(), "error", failed.sentence());
    failures.merge(
        name.user(), JsonObject.of(name.key(), error), (old, _) -> old.with(name.key(), error));
  }
}
