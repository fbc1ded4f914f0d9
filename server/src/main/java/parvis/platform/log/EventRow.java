package parvis.platform.log;

/// An event as the database keeps it; 0 and the empty text stand for what it does not have.
///
/// @param slot nid of its (type, state key); 0 for an event that is no state
/// @param snapshot the state before it
/// @param bytes its canonical bytes, hashes and signatures included
/// @param push what push rules need to know of it without reading its bytes
/// @param relatesTo id of the event that it refers to by `m.relates_to`
/// @param thread nid of its thread's root
/// @param redacts nid of the event of the same room whose content it takes away
/// @param member nid of the person whose membership it sets
/// @param membership 1 invite, 2 join, 3 leave, 4 ban, 5 knock; read only when there is a member
/// @param payload handed to this node's followers as it is
public record EventRow(
    long nid,
    String eventId,
    long depth,
    long ts,
    String type,
    long sender,
    long slot,
    long snapshot,
    byte[] bytes,
    short push,
    String relType,
    String relatesTo,
    long thread,
    long redacts,
    long member,
    short membership,
    Object payload) {}
