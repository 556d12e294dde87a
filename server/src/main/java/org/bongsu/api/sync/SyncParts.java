package org.bongsu.api.sync;

import org.bongsu.api.Homeserver;
import org.bongsu.room.RecentRooms;
import org.bongsu.unread.Person;
import org.bongsu.unread.UnreadCounts;

/** What builds share: the shards, and what is remembered from one to the next. */
record SyncParts(
    Homeserver homeserver,
    Person.Reader people,
    RecentRooms recent,
    UnreadCounts unread,
    EphemeralSequence ephemeral,
    Typing typing,
    Presence presence) {}
