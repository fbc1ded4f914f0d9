package parvis.core.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.config.Config;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.platform.http.RateClass;
import parvis.platform.http.RateLimits;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// The ways to prove something to us: by nothing, by accepting terms, by a registration token, by a
/// password, by a mail.
final class Stages {
  private Stages() {}

  /// Nothing is to be proven but that the client speaks the protocol.
  record Dummy() implements InteractiveAuth.Stage {
    static final String TYPE = "m.login.dummy";

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public boolean accepts(String said) {
      return true;
    }

    @Override
    public boolean proven(Body auth) {
      return true;
    }
  }

  /// The terms of use are accepted.
  ///
  /// spec: cs-api#terms-of-service-at-registration
  record Accepted(Config.Terms terms) implements InteractiveAuth.Stage {
    static final String TYPE = "m.login.terms";

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public boolean proven(Body auth) {
      return true;
    }

    @Override
    public boolean accepts(String said) {
      return true;
    }

    @Override
    public JsonObject params() {
      JsonObject policy =
          JsonObject.of(
              "version",
              terms.version(),
              "fr",
              JsonObject.of("name", "Conditions d'utilisation", "url", terms.address()),
              "en",
              JsonObject.of("name", "Terms of use", "url", terms.address()));
      return JsonObject.of("policies", JsonObject.of("terms_of_use", policy));
    }
  }

  /// A registration token or the token of an invitation, at registration.
  record Token(Admission admission, Server server) implements InteractiveAuth.Stage {
    static final String TYPE = "m.login.registration_token";

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public boolean proven(Body auth) {
      return admission.admits(server, auth.string("token", Admission.TOKEN_CHARS_MAX));
    }

    @Override
    public boolean accepts(String said) {
      return admission.admits(server, said);
    }
  }

  /// The password of whoever acts. Somebody else's is refused, right or wrong.
  record Password(
      Accounts accounts, Addresses addresses, Server server, RateLimits limits, Actor actor)
      implements InteractiveAuth.Stage {
    static final String TYPE = "m.login.password";

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public boolean proven(Body auth) {
      Optional<UserId> named = named(auth, server, addresses).user();
      if (named.isEmpty() || !named.get().equals(actor.user())) {
        throw Refused.forbidden("Only the owner of the account can prove this");
      }
      String password = auth.string("password", PASSWORD_TEXT_CHARS_MAX);
      limits.spend(RateClass.GUESS, limitKey(actor.user()));
      return accounts.withPassword(named, password).isPresent();
    }

    @Override
    public boolean accepts(String said) {
      return said.equals(actor.user().value());
    }
  }

  /// An address that was proven by a mail to it.
  ///
  /// @param accepted whether it is the right one, which uses it up where nothing else does
  record Mailed(
      AddressProofs proofs,
      Server server,
      AddressProofs.Purpose purpose,
      Predicate<AddressProofs.Proof> accepted)
      implements InteractiveAuth.Stage {
    static final String TYPE = "m.login.email.identity";

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public boolean proven(Body auth) {
      return proof(proofs, server, purpose, auth).filter(accepted).isPresent();
    }

    @Override
    public boolean accepts(String said) {
      return false;
    }

    static Optional<AddressProofs.Proof> proof(
        AddressProofs proofs, Server server, AddressProofs.Purpose purpose, Body auth) {
      return proofs.proven(server, purpose, told(auth));
    }

    static Optional<AddressProofs.Proof> proof(
        Tx tx, AddressProofs proofs, Server server, AddressProofs.Purpose purpose, Body auth) {
      return proofs.proven(tx, server, purpose, told(auth));
    }

    /// What a client says that it has proven; early clients write it in another way.
    private static AddressProofs.Credentials told(Body auth) {
      return ThirdPartyRoutes.credentials(
          auth.inner("threepid_creds")
              .or(() -> auth.inner("threepidCreds"))
              .orElseThrow(() -> Refused.missingParam("\"threepid_creds\" is missing")));
    }
  }

  /// A second factor of whoever acts.
  record Second(SignIn.SecondFactor second, Actor actor) implements InteractiveAuth.Stage {
    static final String TYPE = "fr.parvis.second_factor";

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public boolean proven(Body auth) {
      return second.proves(actor, auth);
    }

    @Override
    public boolean accepts(String said) {
      return false;
    }
  }

  /// The word of whoever acts, given on a page of ours, that their keys may be replaced.
  ///
  /// spec: cs-api#oauth-authentication
  record KeyReset(String type, KeyResets resets, Actor actor) implements InteractiveAuth.Stage {
    static final String TYPE = "m.oauth";

    /// What it was called before it was specified.
    static final String EARLY_TYPE = "org.matrix.cross_signing_reset";

    @Override
    public boolean proven(Body auth) {
      return resets.use(actor);
    }

    @Override
    public boolean accepts(String said) {
      return false;
    }

    @Override
    public boolean isProvenElsewhere() {
      return true;
    }

    @Override
    public JsonObject params() {
      return JsonObject.of("url", resets.page(actor));
    }
  }

  /// Characters of a password field that are read at all.
  static final int PASSWORD_TEXT_CHARS_MAX = 4_096;

  static final int NAME_CHARS_MAX = 512;

  /// Attempts are counted by account as well as by address. What follows a blank is where they come
  /// from, for those who are not signed in.
  static String limitKey(UserId user) {
    return "n" + user.value() + " ";
  }

  /// Attempts by an address are counted by it, be it somebody's or nobody's.
  static String limitKey(Address address) {
    return "e" + address + " ";
  }

  /// Whom the fields of a password login name; no user for who is certainly nobody here.
  ///
  /// @param address by which they do, if they do by one
  record Named(Optional<UserId> user, Optional<Address> address) {
    private static final Named NOBODY = new Named(Optional.empty(), Optional.empty());

    private static Named of(Optional<UserId> user) {
      return new Named(user, Optional.empty());
    }

    private static Named addressed(Body fields, Server server, Addresses addresses) {
      String medium = fields.string("medium");
      Optional<Address> address = Address.parse(fields.string("address"));
      if (!medium.equals(ThirdPartyRoutes.EMAIL)) return NOBODY;
      return new Named(
          address.flatMap(one -> addresses.find(server, one)).map(Addresses.Owner::user), address);
    }
  }

  /// What the fields of a password login name.
  ///
  /// spec: cs-api#identifier-types
  static Named named(Body body, Server server, Addresses addresses) {
    Optional<Body> identifier = body.inner("identifier");
    if (identifier.isEmpty()) return namedAsBefore(body, server, addresses);
    Body fields = identifier.get();
    return switch (fields.string("type")) {
      case "m.id.user" -> Named.of(user(fields.string("user", NAME_CHARS_MAX), server));
      case "m.id.thirdparty" -> Named.addressed(fields, server, addresses);
      case "m.id.phone" -> {
        fields.string("country");
        fields.string("phone");
        yield Named.NOBODY;
      }
      default -> throw Refused.unknown("This kind of identifier is not known");
    };
  }

  /// The deprecated fields, which older clients still send.
  private static Named namedAsBefore(Body body, Server server, Addresses addresses) {
    Optional<String> user = body.optionalString("user", NAME_CHARS_MAX);
    if (user.isPresent()) return Named.of(user(user.get(), server));
    if (body.optionalString("medium").isPresent()) return Named.addressed(body, server, addresses);
    throw Refused.missingParam("\"identifier\" is missing");
  }

  /// Whom a name or an id names; empty for who is certainly nobody here.
  static Optional<UserId> user(String text, Server server) {
    if (!text.startsWith("@")) return UserId.of(text.toLowerCase(Locale.ROOT), server.name());
    return UserId.parse(text)
        .flatMap(id -> UserId.of(id.localpart().toLowerCase(Locale.ROOT), id.server()));
  }
}
