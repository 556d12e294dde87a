package org.bongsu.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bongsu.client.Http;

/** Photos and videos whose metadata is repeated, nested or in very many parts. */
final class MetadataBombs implements Attack {
  private static final int UPLOADERS = 4;

  @Override
  public String name() {
    return "metadata-bombs";
  }

  @Override
  public String what() {
    return "photos and videos whose metadata is repeated, nested or in very many parts";
  }

  @Override
  public Assault prepare(Target target) throws IOException, InterruptedException {
    Target.Account attacker = target.register("photographer");
    List<Http.Ask> uploads =
        Stream.of(Bomb.png(), Bomb.jpeg(), Bomb.mp4(), Bomb.heic(), Bomb.gif(), Bomb.webp())
            .map(bomb -> Target.upload(attacker, bomb.type(), bomb.bytes()))
            .toList();
    return new RepeatedRequests(
        target, UPLOADERS, Duration.ofMillis(20), i -> uploads.get(i % uploads.size()));
  }
}
