/**
 * Search in what people write: messages, room names and topics, as clients show them (an edited
 * message is found by its newest text alone). Table: {@code schema/1/search.sql}.
 *
 * <p>Text is indexed as pairs of neighbouring characters, because Korean words carry their
 * particles with them: 봉수대에서 is found by 봉수대, by 수대 and by 봉수대에서. The index gives candidates; what
 * is answered has been compared with the text itself, so results are exact whatever the index
 * holds. How queries are understood stands in {@link org.bongsu.search.SearchQuery}.
 *
 * <p>Invariant: what was redacted, replaced by an edit, or sent in an encrypted room leaves no
 * terms behind.
 *
 * <p>Must not know: rooms beyond their events' rows, who may see what, HTTP.
 */
package org.bongsu.search;
