-- Full-text index from terms to entries, without the text itself (see org.bongsu.search).
-- Row ids are positions of entries, not orderings of events: close numbers take a third of the space.

CREATE VIRTUAL TABLE search USING fts5(
  terms,                                 -- pairs of characters, first characters of words, the room
  content = '',
  columnsize = 0,
  detail = none,
  tokenize = 'ascii'                     -- each term is one token, made by Bigrams
);

INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
