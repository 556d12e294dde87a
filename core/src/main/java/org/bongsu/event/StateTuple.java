package org.bongsu.event;

/** The type and state key of one piece of a room's state. */
public record StateTuple(String type, String stateKey) {}
