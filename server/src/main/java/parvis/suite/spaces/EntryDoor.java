package parvis.suite.spaces;

import java.util.Optional;
import parvis.core.rights.Space;
import parvis.protocol.id.Address;

/// What a code says to who holds it, before they come in by it.
///
/// @param agentOf the name of the organisation whose agents people become by it
/// @param guestOf that whose guest somebody from outside becomes by it
/// @param forAgents whether the space would not take in who makes an account by it
/// @param mailedTo the address to which it was mailed
/// @param atDoor whether one comes in by the door, with that address
record EntryDoor(
    Space space,
    String by,
    boolean admits,
    Optional<String> agentOf,
    Optional<String> guestOf,
    boolean forAgents,
    Optional<Address> mailedTo,
    boolean atDoor,
    long expiresMs) {}
