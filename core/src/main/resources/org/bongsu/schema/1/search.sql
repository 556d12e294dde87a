-- Which entries hold which pieces of text: an index alone, without the text (see org.bongsu.search).
-- Row ids are positions of entries, not orderings of events: numbers that lie close together take a third of the space.

CREATE VIRTUAL TABLE search USING fts5(
  terms,                                 -- pairs of characters, first characters of words, the room
  content = '',
  columnsize = 0,
  detail = none,
  tokenize = 'ascii'                     -- each term is one token, as Grams made it
);

INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
