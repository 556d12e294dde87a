package org.bongsu.watch;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.watch.page.PageFile;
import org.bongsu.watch.page.PagePublisher;
import org.jspecify.annotations.Nullable;

/**
 * Writes the page to one place, in a thread of its own: only the newest page, and of it what has
 * changed. What cannot be written is tried again with the next page; a dead place delays nothing
 * else.
 */
final class Publication implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Publication.class.getName());
  private static final long AGAIN_AFTER_MILLIS = 2000;

  private final PagePublisher place;
  private final Thread thread;
  private final Map<String, PageFile> written = new HashMap<>();
  private String problem = "";
  private @Nullable Map<String, PageFile> next;
  private boolean closed;

  private Publication(PagePublisher place) {
    this.place = place;
    this.thread = Thread.ofPlatform().name("publish").daemon().unstarted(this::run);
  }

  static Publication start(PagePublisher place) {
    Publication publication = new Publication(place);
    publication.thread.start();
    return publication;
  }

  static List<Publication> start(List<String> places) {
    return places.stream().map(place -> start(PagePublisher.of(place))).toList();
  }

  /** Publishes a page, instead of one that waits. */
  synchronized void publish(Map<String, PageFile> page) {
    next = page;
    notifyAll();
  }

  private void run() {
    try {
      for (Map<String, PageFile> page = take(); page != null; page = take()) {
        if (!write(page)) {
          Thread.sleep(AGAIN_AFTER_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      place.close();
    }
  }

  private synchronized @Nullable Map<String, PageFile> take() throws InterruptedException {
    while (next == null && !closed) {
      wait();
    }
    Map<String, PageFile> taken = next;
    next = null;
    return taken;
  }

  private boolean write(Map<String, PageFile> page) {
    try {
      for (Map.Entry<String, PageFile> file : page.entrySet()) {
        if (!file.getValue().equals(written.get(file.getKey()))) {
          place.write(file.getKey(), file.getValue());
          written.put(file.getKey(), file.getValue());
        }
      }
      for (String path : List.copyOf(written.keySet())) {
        if (!page.containsKey(path)) {
          place.delete(path);
          written.remove(path);
        }
      }
      tell("");
      return true;
    } catch (IOException | RuntimeException e) {
      tell(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void tell(String now) {
    if (!now.equals(problem)) {
      problem = now;
      LOG.log(
          now.isEmpty() ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
          "the page at {0}: {1}",
          place,
          now.isEmpty() ? "is written again" : "cannot be written: " + now);
    }
  }

  /** Writes what waits, if that is soon done. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(AGAIN_AFTER_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}
