package parvis.core.organisations;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import parvis.core.identity.OwnerProof;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;

/// What administrators do with the accounts of their agents, and who runs the server with those of
/// who is of no organisation.
final class MemberAccountRoutes {
  private static final String ONE = "/members/{userId}";

  private final MemberAccounts accounts;
  private final Members members;
  private final OwnerProof proof;

  MemberAccountRoutes(MemberAccounts accounts, Members members, OwnerProof proof) {
    this.accounts = accounts;
    this.members = members;
    this.proof = proof;
  }

  Routes table() {
    return in(OrganisationRoutes.ONE + ONE).and(in(UnaffiliatedRoutes.NONE + ONE));
  }

  private Routes in(String one) {
    return Routes.of(
        put(one + "/suspension", "Suspend an account, or lift it", this::suspend)
            .takes(Shapes.SUSPENDED)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN),
        post(one + "/sign_out", "Sign somebody out everywhere", this::signOut)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN),
        post(one + "/deactivate", "End somebody's account", this::end)
            .takes(Shapes.ENDED)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN),
        delete(one + "/factors", "Take somebody's second factors from them", this::removeFactors)
            .takes(Shapes.PROVEN)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN));
  }

  private Reply suspend(Call call) {
    var suspended = call.body().bool("suspended");
    accounts.suspend(
        call.actor(), UnaffiliatedRoutes.organisation(call), MemberRoutes.person(call), suspended);
    return Reply.empty();
  }

  private Reply signOut(Call call) {
    var _ = call.body();
    accounts.signOut(
        call.actor(), UnaffiliatedRoutes.organisation(call), MemberRoutes.person(call));
    return Reply.empty();
  }

  private Reply end(Call call) {
    var wish = call.body();
    var organisation = UnaffiliatedRoutes.organisation(call);
    accounts.end(call.actor(), organisation, MemberRoutes.person(call), wish);
    return Reply.empty();
  }

  private Reply removeFactors(Call call) {
    var person = MemberRoutes.person(call);
    var organisation = UnaffiliatedRoutes.organisation(call);
    members.checkFactors(call.actor(), organisation, person);
    return proof
        .asksByFactor("remove the second factors of " + person, call)
        .orElseGet(
            () -> {
              members.removeFactors(call.actor(), organisation, person);
              return Reply.empty();
            });
  }
}
