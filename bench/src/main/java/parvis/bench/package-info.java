/// A load generator that speaks plain Matrix, so that it measures any homeserver.
///
/// Every simulated client lives on one event loop (`Wire`) with a keep-alive connection of its own
/// (`Link`), as real clients do; so the loads keep their state in plain fields. `Cast` prepares
/// accounts and rooms and keeps them between runs. `Ledger` proves that nothing was lost, doubled
/// or reordered, `Latencies` holds what was waited, `Processes` what the measured processes spent.
@NullMarked
package parvis.bench;

import org.jspecify.annotations.NullMarked;
