package org.bongsu.event;

/** What names one piece of a room's state. */
public record StateTuple(String type, String stateKey) {}
