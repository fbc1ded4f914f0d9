package parvis.core.openid;

import java.util.Optional;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonObject;

/// What a provider says of somebody, once it is certain that it says so.
///
/// @param provider its id
/// @param subject what it calls them
/// @param verified whether it says that the address is theirs
/// @param organisation for whom they work, in its words, such as a SIRET
/// @param strong whether it says that they showed a second factor
/// @param session how it calls the session that its person has there
/// @param token which it signed, and by which it knows whom to sign out
record Told(
    String provider,
    String issuer,
    String subject,
    Optional<Address> address,
    boolean verified,
    Optional<String> name,
    Optional<String> organisation,
    boolean strong,
    Optional<String> session,
    String token) {
  JsonObject json() {
    return JsonObject.builder()
        .put("provider", provider)
        .put("issuer", issuer)
        .put("subject", subject)
        .putIf("address", address.map(Address::value))
        .put("verified", verified)
        .putIf("name", name)
        .putIf("organisation", organisation)
        .put("strong", strong)
        .putIf("session", session)
        .put("token", token)
        .build();
  }

  static Told of(JsonObject kept) {
    return new Told(
        kept.string("provider").orElseThrow(),
        kept.string("issuer").orElseThrow(),
        kept.string("subject").orElseThrow(),
        kept.string("address").map(Address::new),
        kept.bool("verified").orElse(false),
        kept.string("name"),
        kept.string("organisation"),
        kept.bool("strong").orElse(false),
        kept.string("session"),
        kept.string("token").orElseThrow());
  }
}
