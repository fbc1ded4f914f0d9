package parvis.bench;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How long it takes to join a room that has many members already. Each run brings new accounts.
@Command(name = "join", description = "Let accounts join one large room, several at a time.")
final class JoinLoad implements Load {
  @Mixin private Target target = new Target();

  @Option(
      names = "--members",
      defaultValue = "2000",
      description = "Members of the room before (default ${DEFAULT-VALUE}).")
  private int members = 2_000;

  @Option(
      names = "--joins",
      defaultValue = "500",
      description = "Accounts that join (default ${DEFAULT-VALUE}).")
  private int joins = 500;

  @Override
  public Target target() {
    return target;
  }

  @Override
  public Report measure() {
    Report report = target.report("join");
    report.set("members before", members);
    try (Wire wire = target.wire()) {
      Cast cast = target.cast(wire);
      List<Account> inside = cast.accounts("join", members);
      Room room = cast.rooms("join-" + members, List.of(inside)).getFirst();
      List<Account> newcomers = cast.accounts("join-" + target.run(), joins);
      var latencies = new Latencies();
      Processes processes = target.processes();
      long server = processes.cpuMicros();
      long begun = System.nanoTime();
      cast.desk()
          .each(
              newcomers,
              account -> {
                long asked = System.nanoTime();
                cast.join(room.id(), account);
                latencies.record(System.nanoTime() - asked);
              });
      Report.Row row = report.row("joins");
      row.put("joined", joins);
      row.put("joined/s", joins * 1e9 / (System.nanoTime() - begun));
      latencies.into(row, "latency");
      if (processes.any()) {
        row.put("server CPU us per join", (processes.cpuMicros() - server) / (double) joins);
      }
    }
    return report;
  }
}
