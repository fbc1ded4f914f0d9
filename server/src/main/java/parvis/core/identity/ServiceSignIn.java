package parvis.core.identity;

import java.util.Optional;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.protocol.id.UserId;

/// How application services make people, and sign in as them: without a password, by their token.
///
/// spec: as-api#server-admin-style-permissions
final class ServiceSignIn {
  static final String TYPE = "m.login.application_service";

  private static final int NAME_CHARS_MAX = 512;

  private final Services services;
  private final Servers servers;
  private final Accounts accounts;
  private final Addresses addresses;
  private final Sessions sessions;

  ServiceSignIn(
      Services services,
      Servers servers,
      Accounts accounts,
      Addresses addresses,
      Sessions sessions) {
    this.services = services;
    this.servers = servers;
    this.accounts = accounts;
    this.addresses = addresses;
    this.sessions = sessions;
  }

  Services services() {
    return services;
  }

  static boolean isAsked(Body body) {
    return body.optionalString("type").filter(TYPE::equals).isPresent();
  }

  Reply register(Call call, Body body) {
    Service service = service(call);
    String name = body.string("username", NAME_CHARS_MAX);
    boolean inhibitLogin = body.bool("inhibit_login", false);
    SignedInReply.check(body);
    UserId user = own(service, Accounts.wished(name, servers.at(call.host())));
    Account account =
        accounts.create(new NewAccount(user, Optional.empty(), false, Optional.empty()));
    if (inhibitLogin) return Reply.fields("user_id", user.value());
    return SignedInReply.of(sessions.open(SignedInReply.login(call, body, account, true, false)));
  }

  Reply login(Call call, Body body) {
    Service service = service(call);
    UserId user =
        own(
            service,
            Stages.named(body, servers.at(call.host()), addresses)
                .user()
                .orElseThrow(() -> Refused.invalidParam("This is not a user id")));
    SignedInReply.check(body);
    Account account =
        accounts
            .find(user)
            .orElseThrow(() -> Refused.forbidden("This application service has not made them"));
    if (!account.active()) throw Refused.userDeactivated();
    if (account.admin()) throw Refused.forbidden("No application service signs in to administer");
    return SignedInReply.of(sessions.open(SignedInReply.login(call, body, account, true, false)));
  }

  private Service service(Call call) {
    String token = call.token().orElseThrow(Refused::missingToken);
    return services.ofToken(token).orElseThrow(() -> Refused.unknownToken(false));
  }

  private UserId own(Service service, UserId user) {
    if (services.is(service, user)) return user;
    throw Refused.exclusive("This name is in no namespace of this application service");
  }
}
