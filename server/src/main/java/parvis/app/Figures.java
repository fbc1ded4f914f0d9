package parvis.app;

import parvis.platform.log.Log;
import parvis.platform.log.Originals;
import parvis.platform.watch.Watch;

/// What `/metrics` tells of the log and the features.
final class Figures {
  private Figures() {}

  static void measure(Ground ground, Core core) {
    Watch watch = ground.watch();
    ground.database().measure(watch.registry());
    Log log = ground.log();
    watch.counter("parvis.log.batches", "Statements the log has written", log::batches);
    watch.counter("parvis.log.rows", "Rows the log has told", log::rows);
    watch.gauge("parvis.log.waiting", "Writes that wait for the log", log::waiting);
    watch.gauge("parvis.log.position", "The last position that was told", log::applied);
    Originals originals = core.rooms().originals();
    watch.counter("parvis.redacted.wiped", "Redacted events wiped", originals::wiped);
    watch.counter("parvis.redacted.unreadable", "Redacted events not wiped", originals::failed);
    var media = core.media();
    watch.counter("parvis.media.missing", "Files of media that were not there", media::missing);
    watch.gauge("parvis.rooms.loaded", "Rooms in memory", core.rooms().rooms()::loaded);
    var push = core.push();
    watch.gauge("parvis.push.waiting", "Notices that wait for a gateway", push::waiting);
    watch.gauge("parvis.push.behind", "Devices whose gateway does not work", push::behind);
    watch.counter("parvis.push.judged", "Events judged for somebody with a pusher", push::judged);
    watch.counter("parvis.push.looked", "People looked at for a pusher", push::looked);
    var services = core.appservice();
    watch.gauge("parvis.appservice.registered", "Application services", services::registered);
    watch.gauge(
        "parvis.appservice.refused",
        "1 when the registrations of application services are wrong as they are now",
        () -> services.isRefused() ? 1 : 0);
    watch.gauge(
        "parvis.appservice.failing",
        "Application services that do not take what they are told",
        services::failing);
    watch.gauge("parvis.mail.waiting", "Mails that wait", ground.outbox()::waiting);
    watch.gauge("parvis.mail.failed", "Mails not taken", ground.outbox()::failed);
    var sync = core.sync();
    watch.gauge("parvis.sync.waiting", "People who wait for something to happen", sync::waiting);
    var search = core.search();
    watch.gauge("parvis.search.behind", "Positions that search has not read yet", search::behind);
    ground
        .memory()
        .used()
        .forEach(
            (name, bytes) ->
                watch.gauge(
                    "parvis.memory." + name.replace(' ', '.'),
                    "Bytes that " + name + " take, by estimate",
                    bytes::getAsLong));
  }
}
