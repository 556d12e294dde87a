package org.bongsu.matrix.search;

import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.http.Session;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.ClientEvents;
import org.bongsu.unread.Recipient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Full-text search in messages, room names and topics. */
public final class SearchApi {
  private final Homeserver homeserver;
  private final Recipient.Reader recipients = new Recipient.Reader();

  public SearchApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  public void addTo(Routes routes) {
    routes.add("POST", "/_matrix/client/v3/search", this::search);
  }

  /**
   * POST /_matrix/client/v3/search: searches the rooms that the user is in, and those that the user
   * has left, up to the point that the user could see.
   */
  private Response search(Request request) {
    homeserver.limits().take(MatrixLimit.SEARCHES, request.session().user());
    ObjectNode body = request.json();
    if (!body.has("search_categories")) {
      throw MatrixError.missingParam("search_categories");
    }
    ObjectNode categories = Body.object(body, "search_categories");
    ObjectNode answer = Json.object();
    if (!categories.hasNonNull("room_events")) {
      answer.putObject("search_categories");
      return Response.json(answer);
    }
    SearchRequest wanted = SearchRequest.of(Body.object(categories, "room_events"));
    SearchToken token =
        request
            .query("next_batch")
            .map(homeserver.epoch()::read)
            .map(text -> SearchToken.parse(text, wanted.order(), homeserver.shards().map().count()))
            .orElse(null);
    return Response.json(search(request.session(), wanted, token));
  }

  private ObjectNode search(Session session, SearchRequest wanted, @Nullable SearchToken token) {
    long now = homeserver.clock().millis();
    int own = homeserver.shards().shardOf(session.user().value());
    return homeserver
        .shards()
        .searchers()
        .read(reader -> {
          Recipient recipient = recipients.read(reader.shard(own), session.user());
          Searcher.Page page = new Searcher(reader, recipient, wanted, token).search();
          ClientEvents.Asker asker =
              new ClientEvents.Asker(recipient.user(), session.device(), recipient.ignored());
          return new SearchAnswer(wanted, page, asker, homeserver.epoch(), now).write();
        });
  }
}
