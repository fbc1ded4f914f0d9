package parvis.core.identity;

import java.util.Optional;

/// Where somebody is signed in, or was: keys and to-device messages belong to it.
public record Device(String id, Optional<String> name, long seenMs, String seenAddress) {}
