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
        get(RULES, "How an organisation's agents come in", this::read)
            .answers(Shapes.DECIDED_RULES),
        put(RULES, "Decide how an organisation's agents come in", this::decide)
            .takes(Shapes.RULES)
            .answers(Shapes.DECIDED_RULES)
            .costs(RateClass.JOIN));
  }

  private Reply read(Call call) {
    return told(rules.of(call.actor(), call.path("id")));
  }

  private Reply decide(Call call) {
    var body = call.body();
    var actor = call.actor();
    var id = call.path("id");
    var names = body.bool("names_locked");
    var functions = body.bool("functions_locked", false);
    var factor = body.optionalBool("second_factor");
    var wish =
        new Decided(names, functions, factor.orElseGet(() -> rules.of(actor, id).secondFactor()));
    return told(rules.decide(actor, id, wish));
  }

  private static Reply told(Decided decided) {
    return Reply.fields(
        "names_locked", decided.namesLocked(),
        "functions_locked", decided.functionsLocked(),
        "second_factor", decided.secondFactor());
  }
}
