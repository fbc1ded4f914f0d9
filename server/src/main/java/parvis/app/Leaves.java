package parvis.app;

import java.util.List;
import java.util.OptionalLong;
import parvis.base.Actor;
import parvis.core.rights.Preset;
import parvis.core.sync.Tidings;
import parvis.core.things.Things;
import parvis.platform.http.Routes;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.suite.arrivals.ArrivalsFeature;
import parvis.suite.bulletins.BulletinsFeature;
import parvis.suite.copies.CopiesFeature;
import parvis.suite.decisions.DecisionsFeature;
import parvis.suite.demo.DemoFeature;
import parvis.suite.feed.FeedFeature;
import parvis.suite.objections.ObjectionsFeature;
import parvis.suite.papers.PapersFeature;
import parvis.suite.pilots.PilotsFeature;
import parvis.suite.scim.ScimFeature;
import parvis.suite.spaces.SpacesFeature;
import parvis.suite.tasks.TasksFeature;

/// Every leaf, on the spine, and what each is given. Leaves know nothing of each other.
record Leaves(
    SpacesFeature spaces,
    FeedFeature feed,
    TasksFeature tasks,
    DecisionsFeature decisions,
    ArrivalsFeature arrivals,
    BulletinsFeature bulletins,
    PapersFeature papers,
    ScimFeature scim,
    PilotsFeature pilots,
    ObjectionsFeature objections,
    CopiesFeature copies,
    Routes searching) {
  static Leaves made(Ground ground, Closing closing, Core core) {
    SpacesFeature spaces = spaces(ground, core);
    core.identity().admit(spaces::word);
    core.identity().addresses().then(spaces::proven);
    ground.log().follow(spaces.follower());
    var things = new Things();
    TasksFeature tasks = tasks(ground, core, things);
    ground.log().follow(tasks.follower());
    closing.later(tasks::tell);
    Tidings tidings = tidings(ground, core);
    ground.log().follow(tidings);
    DecisionsFeature decisions = decisions(ground, core, things, tidings);
    PapersFeature papers = papers(ground, core);
    ScimFeature scim = scim(ground, core, spaces);
    PilotsFeature pilots = pilots(ground, core);
    ObjectionsFeature objections = objections(ground, core);
    return new Leaves(
        spaces,
        feed(ground, core),
        tasks,
        decisions,
        arrivals(ground, core),
        bulletins(ground, core),
        papers,
        scim,
        pilots,
        objections,
        closing.later(copies(ground, core, tasks, papers, scim, pilots, objections, decisions)),
        core.search()
            .routes(
                core.searching(),
                List.of(spaces.searchable(), tasks.searchable(), decisions.searchable())));
  }

  List<Routes> routes() {
    return List.of(
        spaces.routes(),
        feed.routes(),
        tasks.routes(),
        decisions.routes(),
        arrivals.routes(),
        bulletins.routes(),
        papers.routes(),
        scim.routes(),
        pilots.routes(),
        objections.routes(),
        copies.routes(),
        searching);
  }

  private static SpacesFeature spaces(Ground ground, Core core) {
    return new SpacesFeature(
        new SpacesFeature.Needs(
            ground.db(),
            core.rooms().rooms(),
            core.rooms().writing(),
            core.rooms().hosts(),
            core.identity().users(),
            core.identity().accounts(),
            core.identity().profiles(),
            core.identity().bars(),
            core.identity().addresses(),
            core.identity().servers(),
            core.identity().secrets(),
            core.organisations()::opening,
            core.rights(),
            core.organisations().standings(),
            core.organisations().affiliations(),
            core.organisations().enrolment(),
            core.organisations().moves(),
            core.organisations().remits(),
            core.moderation().notices(),
            ground.outbox(),
            ground.config().publicAddress(),
            ground.workers(),
            ground.nids()::next,
            ground.log().node(),
            ground.clock()));
  }

  private static FeedFeature feed(Ground ground, Core core) {
    return new FeedFeature(
        new FeedFeature.Needs(
            ground.db(),
            core.rooms().rooms(),
            core.identity().users(),
            core.rights(),
            core.moderation().notices(),
            ground.workers(),
            ground.clock()));
  }

  private static TasksFeature tasks(Ground ground, Core core, Things things) {
    return new TasksFeature(
        new TasksFeature.Needs(
            ground.db(),
            ground.log(),
            core.rooms().rooms(),
            core.rooms().people(),
            core.rights(),
            core.identity().secrets(),
            core.sync().waits("board-waker"),
            core.sync().hearers(),
            core.moderation().notices(),
            things,
            core.media(),
            ground.egress(),
            ground.masterKey(),
            ground.nids()::next,
            ground.workers(),
            ground.clock(),
            ground.config().timeZone()));
  }

  private static Tidings tidings(Ground ground, Core core) {
    return new Tidings(
        "decision",
        new Tidings.Needs(
            ground.log(),
            ground.db(),
            core.rooms().rooms(),
            core.sync().waits("register-waker"),
            ground.workers(),
            ground.clock()));
  }

  private static DecisionsFeature decisions(
      Ground ground, Core core, Things things, Tidings tidings) {
    return new DecisionsFeature(
        new DecisionsFeature.Needs(
            ground.db(),
            core.rooms().rooms(),
            core.rights(),
            core.identity().secrets(),
            core.moderation().notices(),
            things,
            tidings,
            ground.nids()::next,
            ground.clock()));
  }

  private static ArrivalsFeature arrivals(Ground ground, Core core) {
    return new ArrivalsFeature(
        new ArrivalsFeature.Needs(
            ground.db(),
            ground.nids()::next,
            core.identity().servers(),
            core.identity().secrets(),
            core.identity().newcomers(),
            core.organisations().enrolment(),
            ground.outbox(),
            ground.config().publicAddress(),
            ground.workers(),
            ground.clock()));
  }

  private static BulletinsFeature bulletins(Ground ground, Core core) {
    return new BulletinsFeature(
        new BulletinsFeature.Needs(
            ground.db(),
            ground.nids()::next,
            core.identity().secrets(),
            core.organisations().remits(),
            core.organisations().affiliations(),
            core.moderation().notices(),
            ground.clock()));
  }

  private static PapersFeature papers(Ground ground, Core core) {
    return new PapersFeature(
        ground.db(),
        ground.nids()::next,
        core.identity().servers(),
        core.organisations().remits(),
        core.organisations().affiliations(),
        core.identity().sessions(),
        ground.config().publicAddress(),
        ground.clock());
  }

  /// How the people of a group come into a space.
  private record Opened(SpacesFeature spaces) implements ScimFeature.Spaces {
    @Override
    public void require(Actor actor, String space) {
      spaces.requireDeciding(actor, space);
    }

    @Override
    public void admit(UserId by, String space, UserId member, boolean reader) {
      spaces.admit(by, space, member, reader ? Preset.READER : Preset.CONTRIBUTOR);
    }

    @Override
    public void dismiss(UserId by, String space, UserId member) {
      spaces.dismiss(by, space, member);
    }
  }

  private static ScimFeature scim(Ground ground, Core core, SpacesFeature spaces) {
    return new ScimFeature(
        new ScimFeature.Needs(
            ground.db(),
            ground.nids()::next,
            core.identity().servers(),
            core.identity().secrets(),
            core.identity().newcomers(),
            core.identity().accounts(),
            core.identity().profiles(),
            core.identity().bars(),
            core.organisations().enrolment(),
            core.identity().ownerProof(),
            new Opened(spaces),
            ground.limits(),
            ground.config().publicAddress(),
            ground.workers(),
            ground.clock()));
  }

  private static PilotsFeature pilots(Ground ground, Core core) {
    return new PilotsFeature(
        new PilotsFeature.Needs(
            ground.db(),
            ground.nids()::next,
            core.identity().servers(),
            core.identity().secrets(),
            core.identity().newcomers(),
            core.identity().addresses(),
            core.identity().bars(),
            core.organisations().founding(),
            core.organisations().remits(),
            ground.outbox(),
            ground.config().publicAddress(),
            ground.workers(),
            ground.clock()));
  }

  private static ObjectionsFeature objections(Ground ground, Core core) {
    return new ObjectionsFeature(
        new ObjectionsFeature.Needs(
            ground.db(),
            core.identity().secrets(),
            core.identity().addresses(),
            core.organisations().remits(),
            core.moderation().notices(),
            ground.outbox(),
            ground.config().publicAddress(),
            ground.workers(),
            ground.clock()));
  }

  private static CopiesFeature copies(
      Ground ground,
      Core core,
      TasksFeature tasks,
      PapersFeature papers,
      ScimFeature scim,
      PilotsFeature pilots,
      ObjectionsFeature objections,
      DecisionsFeature decisions) {
    return new CopiesFeature(
        new CopiesFeature.Needs(
            ground.db(),
            ground.data().resolve("copies"),
            List.of(
                core.identity()::ownRecord,
                core.openid()::ownRecord,
                core.factors()::ownRecord,
                core.organisations()::ownRecord,
                core.moderation()::ownRecord,
                tasks::ownRecord,
                papers::ownRecord,
                core.push()::ownRecord,
                scim::ownRecord,
                pilots::ownRecord,
                objections::ownRecord,
                decisions::ownRecord,
                core.sync()::ownRecord),
            core.rooms().rooms(),
            core.media(),
            core.identity().ownerProof(),
            core.identity().secrets(),
            ground.log().node(),
            ground.clock()));
  }

  /// How the demonstration comes to have spaces.
  private record Founding(SpacesFeature spaces) implements DemoFeature.Founding {
    @Override
    public RoomId found(Actor maker, JsonObject wish, OptionalLong ts) {
      return spaces.found(maker, wish, ts);
    }

    @Override
    public RoomId enter(Actor actor, RoomId space, OptionalLong ts) {
      return spaces.enter(actor, space, ts);
    }
  }

  /// The fictitious town hall, which is filled when it is not.
  DemoFeature demo(Ground ground, Core core) {
    var demo =
        new DemoFeature(
            new DemoFeature.Needs(
                ground.db(),
                core.identity().servers().primary().name(),
                core.identity().accounts(),
                core.identity().profiles(),
                core.identity().sessions(),
                core.rooms().rooms(),
                core.rooms().writing(),
                new Founding(spaces),
                core.sync().receipts(),
                core.sync().accountData(),
                core.media(),
                ground.clock()));
    demo.fill(ground.given().says());
    return demo;
  }
}
