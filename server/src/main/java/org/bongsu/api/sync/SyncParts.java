package org.bongsu.api.sync;

import org.bongsu.api.Homeserver;
import org.bongsu.api.push.Person;
import org.bongsu.api.push.UnreadCounts;
import org.bongsu.room.RecentRooms;

/** What builds share: the shards, and what is remembered from one to the next. */
record SyncParts(
    Homeserver homeserver,
    Person.Reader people,
    RecentRooms recent,
    UnreadCounts unread,
    EphemeralSequence ephemeral,
    Typing typing,
    Presence presence) {}
