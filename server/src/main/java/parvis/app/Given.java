package parvis.app;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import parvis.core.identity.PasswordHashes;
import parvis.platform.config.Config;
import parvis.platform.memory.Memory;

/// What a server is given from outside: settings, time, chance and memory.
///
/// @param web the folder of the built web client, if there is one
/// @param nanos a clock that only goes forward, to measure how long something takes
/// @param memory what may be kept to spare questions to the database
/// @param passwordCost what new password hashes cost
/// @param says hears in sentences what takes its time
/// @param end ends the process, which cannot go on with what it has in memory
public record Given(
    Config config,
    Optional<Path> web,
    Clock clock,
    LongSupplier nanos,
    SecureRandom random,
    Memory memory,
    PasswordHashes.Cost passwordCost,
    Consumer<String> says,
    Runnable end) {}
