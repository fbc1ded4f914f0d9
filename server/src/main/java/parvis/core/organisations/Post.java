package parvis.core.organisations;

import java.util.Locale;
import java.util.Optional;

/// That somebody is of an organisation.
///
/// @param user nid
/// @param organisation nid
/// @param sponsor nid of who answers for somebody external; absent for agents
/// @param endsMs when they are no longer let in; absent: never
/// @param extended whether the sponsor has put that off already
record Post(
    long nid,
    long user,
    long organisation,
    Role role,
    Optional<Long> sponsor,
    Optional<Long> endsMs,
    boolean extended) {

  /// What made somebody one of an organisation.
  enum Ground {
    ADDRESS,
    ADMINISTRATOR,
    CODE,
    CLAIM,
    SPONSOR;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean external() {
    return sponsor.isPresent();
  }

  boolean isAgentOf(long which) {
    return organisation == which && !external();
  }
}
