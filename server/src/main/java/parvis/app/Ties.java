package parvis.app;

import parvis.core.identity.Announcements;
import parvis.core.identity.Devices;
import parvis.core.keys.KeysFeature;
import parvis.core.presence.Presence;
import parvis.core.sync.SyncFeature;

/// What one feature does when another says that something happened.
final class Ties {
  /// Account data that says whether a device is silent; its id follows.
  private static final String SILENCED = "org.matrix.msc3890.local_notification_settings.";

  private Ties() {}

  static void tie(Features features) {
    KeysFeature keys = features.keys();
    Presence presence = features.presence().presence();
    SyncFeature sync = features.sync();
    Announcements said = features.identity().announcements();
    said.onProfileChanged(changed -> features.rooms().profileChanged(changed.actor()));
    said.onDeactivated(gone -> features.rooms().leaveAll(gone.actor()));
    said.onDeactivated(gone -> keys.removeAll(gone.actor().userNid()));
    features.identity().sessions().reserve(keys::isKeyNamed);
    said.onSessionEnded(ended -> sync.revoked(ended.userNid(), ended.session()));
    said.onLockDecided(decided -> sync.lockDecided(decided.userNid()));
    said.onSessionEnded(ended -> presence.ended(ended.userNid(), ended.session()));
    said.onDeactivated(gone -> presence.forget(gone.actor().userNid()));
    said.onSessionEnded(ended -> features.push().sessionEnded(ended.userNid()));
    Devices devices = features.identity().devices();
    devices.takeAlong(keys.keys()::remove);
    devices.takeAlong(sync::remove);
    said.onDeviceRemoved(gone -> keys.keys().removed(gone.userNid(), gone.deviceId()));
    said.onKeysSigned(signed -> keys.keys().announceSigned(signed.userNid()));
    said.onDevicesChanged(changed -> keys.keys().announce(changed.userNid()));
    said.onDevicesChanged(
        changed ->
            sync.accountData()
                .forget(changed.userNid(), SILENCED, () -> devices.ids(changed.userNid())));
  }
}
