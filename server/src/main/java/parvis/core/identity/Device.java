package parvis.core.identity;

import java.util.Optional;

/// Where somebody is signed in, or was: keys and to-device messages belong to it.
///
/// @param sinceMs when somebody first signed in there
public record Device(
    String id, Optional<String> name, long sinceMs, long seenMs, String seenAddress) {}
