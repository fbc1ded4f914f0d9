package parvis.suite.pilots;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.suite.pilots.PilotStore.Pilot;
import parvis.suite.pilots.PilotStore.State;

/// Five questions to the agents of an organisation that tries the house out. Each is answered from
/// 1 to 5, and may be answered anew while the pilot runs; averages are told, and no answer of
/// anybody. They change by ten people together: whoever answers anew counts with what they said
/// before, until so many have something else to say.
final class Survey {
  /// Whether the house helps one's work, is easy, is quick and sound, takes the place of something
  /// else, and ought to stay.
  static final int QUESTIONS = 5;

  static final int MOST = 5;

  private final Db db;
  private final PilotStore store;
  private final AnswerStore answers;
  private final Clock clock;

  Survey(PilotsFeature.Needs needs, PilotStore store, AnswerStore answers) {
    this.db = needs.db();
    this.store = store;
    this.answers = answers;
    this.clock = needs.clock();
  }

  /// What the organisation of somebody tries out, and what they answered.
  record Mine(Pilot pilot, Optional<List<Long>> answers) {}

  Optional<Mine> of(Actor actor) {
    long user = actor.userNid();
    return db.read(
        tx ->
            store
                .ofAgent(tx, user)
                .filter(pilot -> pilot.state() == State.RUNNING)
                .map(pilot -> new Mine(pilot, answers.mine(tx, pilot.organisation(), user))));
  }

  void answer(Actor actor, List<Long> given) {
    db.write(
        tx -> {
          var pilot =
              store
                  .ofAgent(tx, actor.userNid())
                  .filter(of -> of.state() == State.RUNNING)
                  .orElseThrow(Refused::notFound);
          answers.put(
              tx, pilot.organisation(), actor.userNid(), given, Pilots.PEOPLE_MIN, clock.millis());
          return pilot;
        });
  }

  void gone(Actor actor) {
    db.write(
        tx -> {
          answers.forget(tx, actor.userNid());
          return actor;
        });
  }

  /// What somebody answered, for themselves.
  JsonObject own(Actor actor) {
    var all =
        db.read(tx -> answers.all(tx, actor.userNid())).stream()
            .map(
                one ->
                    JsonObject.of(
                        "organisation", one.organisation(),
                        "answers", JsonArray.of(one.answers().toArray()),
                        "ts", one.atMs()))
            .toArray();
    return JsonObject.of("pilot_answers", JsonArray.of(all));
  }
}
