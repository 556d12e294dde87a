package org.bongsu.matrix.media;

import org.bongsu.command.MediaCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;

/** Deletion of media by its uploader (MSC4322). */
final class MediaRedactionApi {
  private final Homeserver homeserver;
  private final Contents contents;

  MediaRedactionApi(Homeserver homeserver, Contents contents) {
    this.homeserver = homeserver;
    this.contents = contents;
  }

  void addTo(Routes routes) {
    routes.add(
        "POST",
        "/_matrix/client/unstable/uk.timedout.msc4322/media/redact/{serverName}/{mediaId}",
        this::redact);
  }

  /**
   * POST /_matrix/client/unstable/uk.timedout.msc4322/media/redact/{serverName}/{mediaId}: deletes
   * media permanently, whatever refers to it; 200 also if it was deleted before. 403 for media that
   * somebody else uploaded, 404 if there is no such media. The {@code reason} is checked and not
   * stored.
   */
  private Response redact(Request request) {
    homeserver.limits().take(MatrixLimit.SENDS, request.session().user());
    Body.optionalString(request.jsonOrEmpty(), "reason");
    homeserver.apply(
        new MediaCommand.RedactMedia(contents.mediaId(request), request.session().user()));
    return Response.empty();
  }
}
