package org.bongsu.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.bongsu.apply.Tx;
import org.bongsu.event.EventTypes;
import org.bongsu.store.Db;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the index consistent with the events, inside {@code apply}. The index contains no texts, so
 * to delete terms the caller must supply them: {@link #takeOut take out} the entry whose texts will
 * change, change them, and {@link #putIn put it in} again.
 */
public final class SearchIndex {
  /** An entry that was taken out of the index. */
  @FunctionalInterface
  public interface TakenOut {
    /** The index does not change. */
    TakenOut NOTHING = () -> {};

    /** Puts the entry in with its current texts. */
    void putIn();
  }

  private final Db db;
  private final SearchedTexts texts;

  public SearchIndex(Db db) {
    this.db = db;
    this.texts = new SearchedTexts(db);
  }

  /**
   * As {@link #takeOut} for an event that has no row yet. Most are messages that are the only event
   * of their entry; for these nothing is read.
   *
   * @param encrypted whether the room is encrypted now; encryption cannot be turned off
   */
  public TakenOut beforeNew(
      long room, long ordering, String type, ObjectNode content, BooleanSupplier encrypted) {
    boolean alone = ordering == Tx.firstOrdering(SearchedTexts.position(ordering));
    if (!alone || !type.equals(EventTypes.MESSAGE) || SearchedTexts.isEdit(content)) {
      return takeOut(room, ordering, type, content);
    }
    JsonNode body = content.path(SearchKey.BODY.field());
    if (!body.isString() || encrypted.getAsBoolean()) {
      return TakenOut.NOTHING;
    }
    SearchedTexts.Text text =
        new SearchedTexts.Text(ordering, room, SearchKey.BODY, body.stringValue(), ordering);
    return () -> insert(SearchedTexts.position(ordering), terms(List.of(text)));
  }

  /**
   * Takes out the entry whose texts an event will change: a new event before it has its row, or one
   * that is about to be redacted.
   *
   * @param room the room's key
   * @return the entry to put in after events and relations have their new rows
   */
  public TakenOut takeOut(long room, long ordering, String type, ObjectNode content) {
    if (SearchedTexts.isEdit(content)) {
      OptionalLong original =
          type.equals(EventTypes.MESSAGE) ? texts.edited(room, content) : OptionalLong.empty();
      return original.isPresent()
          ? takeOut(SearchedTexts.position(original.getAsLong()))
          : TakenOut.NOTHING;
    }
    return SearchKey.ofEventType(type).isEmpty()
        ? TakenOut.NOTHING
        : takeOut(SearchedTexts.position(ordering));
  }

  private TakenOut takeOut(long position) {
    Set<String> before = terms(texts.at(position, SearchedTexts.Seen.ALL));
    if (!before.isEmpty()) {
      db.update(
          "INSERT INTO search (search, rowid, terms) VALUES ('delete', ?, ?)",
          position,
          String.join(" ", before));
    }
    return () -> insert(position, terms(texts.at(position, SearchedTexts.Seen.ALL)));
  }

  private void insert(long position, Set<String> terms) {
    if (!terms.isEmpty()) {
      db.update(
          "INSERT INTO search (rowid, terms) VALUES (?, ?)", position, String.join(" ", terms));
    }
  }

  private static Set<String> terms(List<SearchedTexts.Text> texts) {
    Set<String> terms = new LinkedHashSet<>();
    for (SearchedTexts.Text text : texts) {
      addTerms(terms, text);
    }
    return terms;
  }

  private static void addTerms(Set<String> terms, SearchedTexts.Text text) {
    terms.add(Bigrams.room(text.room()));
    switch (text.key()) {
      case BODY -> {}
      case NAME -> terms.add(Bigrams.NAME);
      case TOPIC -> terms.add(Bigrams.TOPIC);
    }
    terms.addAll(Bigrams.of(SearchText.normalise(text.text())));
  }
}
