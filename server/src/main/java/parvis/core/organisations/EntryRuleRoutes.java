package parvis.core.organisations;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import parvis.core.organisations.EntryRules.Decided;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;

/// How the agents of an organisation come in, as its administrators decide.
final class EntryRuleRoutes {
  private static final String RULES = OrganisationRoutes.ONE + "/entry_rules";

  private final EntryRules rules;

  EntryRuleRoutes(EntryRules rules) {
    this.rules = rules;
  }

  Routes table() {
    return Routes.of(
        get(RULES, "How an organisation's agents come in", this::read),
        put(RULES, "Decide how an organisation's agents come in", this::decide)
            .costs(RateClass.JOIN));
  }

  private Reply read(Call call) {
    return told(rules.of(call.actor(), call.path("id")));
  }

  private Reply decide(Call call) {
    var body = call.body();
    var wish = new Decided(body.bool("names_locked"), body.bool("functions_locked", false));
    return told(rules.decide(call.actor(), call.path("id"), wish));
  }

  private static Reply told(Decided decided) {
    return Reply.fields(
        "names_locked", decided.namesLocked(), "functions_locked", decided.functionsLocked());
  }
}
