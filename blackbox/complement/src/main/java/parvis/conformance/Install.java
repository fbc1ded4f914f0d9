package parvis.conformance;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `parvis conformance install`: brings the homeservers of a run, while there is still a network.
@Command(name = "install", hidden = true)
final class Install implements Callable<Integer> {
  @Mixin private Asked asked = new Asked();

  @Override
  public Integer call() {
    for (String image : asked.allImages(System.getenv())) asked.launcher(image).install();
    return 0;
  }
}
