package org.bongsu.matrix.sync;

import org.bongsu.node.Homeserver;
import org.bongsu.room.RecentRooms;
import org.bongsu.unread.Recipient;
import org.bongsu.unread.UnreadCounts;

/** What builds share: the shards, and caches. */
record SyncParts(
    Homeserver homeserver,
    Recipient.Reader recipients,
    RecentRooms recent,
    UnreadCounts unread,
    EphemeralSequence ephemeral,
    Typing typing,
    Presence presence) {}
