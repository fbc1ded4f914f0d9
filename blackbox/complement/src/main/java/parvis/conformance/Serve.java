package parvis.conformance;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `parvis conformance serve`: starts one homeserver until this process is ended, for whoever
/// measures it, and says where it is and which processes do its work.
@Command(name = "serve", hidden = true)
final class Serve implements Callable<Integer> {
  @Option(names = "--image", paramLabel = "NAME", required = true, description = "The homeserver.")
  private String image = "";

  @Override
  public Integer call() throws InterruptedException {
    Asked asked = new Asked();
    Launcher launcher = asked.launcher(image);
    launcher.install();
    Workplace workplace = Workplace.open(asked.target().resolve("served"));
    Path programs = asked.target().resolve("postgres");
    Postgres postgres = Postgres.start(workplace.folder("postgres"), programs, new SecureRandom());
    Served served = Served.start(launcher, workplace, postgres, Postgres.freePort());
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(served::close));
    System.out.println("version " + launcher.version());
    System.out.println("address " + served.address());
    System.out.println(
        served.processes().stream()
            .map(Object::toString)
            .collect(Collectors.joining(",", "pids ", "")));
    return served.process().waitFor();
  }
}
