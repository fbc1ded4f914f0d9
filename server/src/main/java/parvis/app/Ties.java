package parvis.app;

import static java.time.ZoneOffset.UTC;

import java.time.LocalDate;
import parvis.base.Actor;
import parvis.base.Spoken;
import parvis.core.identity.Announcements;
import parvis.core.identity.Announcements.AccessChanged;
import parvis.core.identity.Announcements.AccessNoted;
import parvis.core.identity.Announcements.Deactivated;
import parvis.core.identity.Announcements.DeviceRemoved;
import parvis.core.identity.Announcements.DevicesChanged;
import parvis.core.identity.Announcements.DirectorySpent;
import parvis.core.identity.Announcements.KeysSigned;
import parvis.core.identity.Announcements.ProfileChanged;
import parvis.core.identity.Announcements.SessionEnded;
import parvis.core.identity.Devices;
import parvis.core.keys.KeysFeature;
import parvis.core.presence.Presence;
import parvis.core.sync.SyncFeature;
import parvis.protocol.json.JsonObject;

/// What one feature does when another says that something happened.
final class Ties {
  /// Account data that says whether a device is silent; its id follows.
  private static final String SILENCED = "org.matrix.msc3890.local_notification_settings.";

  private Ties() {}

  static void tie(Core core, Leaves leaves, Ground ground) {
    KeysFeature keys = core.keys();
    Presence presence = core.presence().presence();
    SyncFeature sync = core.sync();
    core.rooms().onExpired(core.search()::forget);
    Announcements said = core.identity().announcements();
    said.on(ProfileChanged.class, changed -> core.rooms().profileChanged(changed.actor()));
    said.on(DirectorySpent.class, spent -> tellOf(core, ground, spent.actor()));
    said.on(Deactivated.class, gone -> core.rooms().accessChanged(gone.actor().userNid()));
    said.on(Deactivated.class, gone -> core.rooms().leaveAll(gone.actor()));
    said.on(Deactivated.class, gone -> core.organisations().gone(gone.actor()));
    said.on(Deactivated.class, gone -> core.factors().factors().gone(gone.actor().userNid()));
    said.on(Deactivated.class, gone -> keys.removeAll(gone.actor().userNid()));
    core.identity().sessions().reserve(keys::isKeyNamed);
    said.on(SessionEnded.class, ended -> sync.revoked(ended.userNid(), ended.session()));
    said.on(
        AccessChanged.class,
        changed ->
            core.organisations()
                .standings()
                .accessChanged(core.identity().users().id(changed.userNid())));
    said.on(AccessChanged.class, changed -> sync.accessChanged(changed.userNid()));
    said.on(AccessChanged.class, changed -> core.rooms().accessChanged(changed.userNid()));
    said.on(AccessNoted.class, noted -> core.rooms().accessNoted(noted.userNid()));
    core.identity().accounts().erasing(core.rooms()::erase);
    core.identity().accounts().erasing((tx, user) -> sync.accountData().erase(tx, user));
    core.rooms().onFollowing(core.push()::follow);
    said.on(AccessChanged.class, changed -> core.push().sessionEnded(changed.userNid()));
    said.on(SessionEnded.class, ended -> presence.ended(ended.userNid(), ended.session()));
    said.on(Deactivated.class, gone -> core.openid().gone(gone.actor()));
    said.on(Deactivated.class, gone -> leaves.copies().gone(gone.actor()));
    said.on(Deactivated.class, gone -> leaves.scim().gone(gone.actor()));
    said.on(Deactivated.class, gone -> leaves.tasks().gone(gone.actor()));
    said.on(Deactivated.class, gone -> leaves.decisions().gone(gone.actor()));
    core.identity().accounts().handsOver(leaves.spaces()::heirs);
    core.organisations().countsSpaces(leaves.spaces()::roomsOf);
    core.organisations().leadsInto(leaves.spaces().firstSpaces());
    said.on(Deactivated.class, gone -> leaves.pilots().gone(gone.actor()));
    said.on(Deactivated.class, gone -> leaves.objections().gone(gone.actor()));
    said.on(Deactivated.class, gone -> presence.forget(gone.actor().userNid()));
    said.on(SessionEnded.class, ended -> core.push().sessionEnded(ended.userNid()));
    Devices devices = core.identity().devices();
    devices.takeAlong(keys.keys()::remove);
    devices.takeAlong(sync::remove);
    said.on(DeviceRemoved.class, gone -> keys.keys().removed(gone.userNid(), gone.deviceId()));
    said.on(KeysSigned.class, signed -> keys.keys().announceSigned(signed.userNid()));
    said.on(DevicesChanged.class, changed -> keys.keys().announce(changed.userNid()));
    said.on(
        DevicesChanged.class,
        changed ->
            sync.accountData()
                .forget(changed.userNid(), SILENCED, () -> devices.ids(changed.userNid())));
  }

  /// Tells administrators, a moment later, that an account has looked up as many people as one may:
  /// it may be somebody else's by now.
  private static void tellOf(Core core, Ground ground, Actor actor) {
    var name = actor.user().value();
    var once = "directory " + name + " " + LocalDate.ofInstant(ground.clock().instant(), UTC);
    var words =
        new Spoken(
            "Le compte "
                + name
                + " a consulté autant de personnes qu'on le peut en un jour. Si ce n'est pas son"
                + " travail, déconnectez-le.",
            "The account "
                + name
                + " has looked up as many people as one may in a day. If that is not its work,"
                + " sign it out.");
    var about = JsonObject.of("kind", "directory_spent", "user_id", name);
    var notices = core.moderation().notices();
    ground
        .workers()
        .execute(
            () ->
                core.organisations()
                    .spent(actor)
                    .forEach(to -> notices.tell(to, words, about, once)));
  }
}
