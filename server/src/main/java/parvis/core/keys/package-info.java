/// What end-to-end encryption asks of a server: it keeps and hands out public keys, and copies of
/// secret ones that it cannot read.
///
/// [Keys] has those of devices: identity keys, and one-time keys that begin one conversation each.
/// [CrossSigning] has the three keys of a person, [Vouching] what they sign, and [Publishing] puts
/// all of it together for one reader. Whoever shares a room learns through the log that somebody's
/// keys are others now ([DeviceNews]), and asks for them. [ToDevice] carries messages to devices.
/// [Backups] are only ever asked for.
@NullMarked
package parvis.core.keys;

import org.jspecify.annotations.NullMarked;
