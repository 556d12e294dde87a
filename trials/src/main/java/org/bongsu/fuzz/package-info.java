/**
 * Fuzzing of every parser of bytes and texts that strangers, clients or other sites send.
 *
 * <p>A {@link org.bongsu.fuzz.Target} takes any bytes, passes them to one parser, and checks what
 * must hold for all inputs. {@link org.bongsu.fuzz.FuzzTrial} has Jazzer make inputs that reach new
 * branches of the parser, in a process of its own, because Jazzer changes the classes that it
 * measures. Jazzer is not on the server's class path; the targets do not need it, so that a test
 * replays the inputs in {@code trials/corpus} with each build.
 *
 * <p>Invariant: a target's result depends on its input alone.
 *
 * <p>Must not know: the other trials, running servers.
 */
package org.bongsu.fuzz;
