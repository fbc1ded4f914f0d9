package parvis.core.organisations;

import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;

/// What administrators do with the accounts of their agents.
final class MemberAccountRoutes {
  private static final String ONE = OrganisationRoutes.ONE + "/members/{userId}";

  private final MemberAccounts accounts;

  MemberAccountRoutes(MemberAccounts accounts) {
    this.accounts = accounts;
  }

  Routes table() {
    return Routes.of(
        put(ONE + "/suspension", "Suspend an agent's account, or lift it", this::suspend)
            .costs(RateClass.JOIN),
        post(ONE + "/sign_out", "Sign an agent out everywhere", this::signOut)
            .emptyBody()
            .costs(RateClass.JOIN),
        post(ONE + "/deactivate", "End an agent's account", this::end)
            .emptyBody()
            .costs(RateClass.JOIN));
  }

  private Reply suspend(Call call) {
    var suspended = call.body().bool("suspended");
    accounts.suspend(call.actor(), call.path("id"), MemberRoutes.person(call), suspended);
    return Reply.empty();
  }

  private Reply signOut(Call call) {
    var _ = call.body();
    accounts.signOut(call.actor(), call.path("id"), MemberRoutes.person(call));
    return Reply.empty();
  }

  private Reply end(Call call) {
    var _ = call.body();
    accounts.end(call.actor(), call.path("id"), MemberRoutes.person(call));
    return Reply.empty();
  }
}
