/**
 * The fire drill: three real sites under the load of real HTTP clients, faults, and a verdict from
 * what the clients saw.
 *
 * <p>Words are Jepsen's. A {@link org.bongsu.drill.Generator} decides what a {@link
 * org.bongsu.drill.Person} does next; a {@link org.bongsu.drill.Client} asks the sites and moves
 * from one to another as the apps do; the {@link org.bongsu.drill.Nemesis} injects a {@link
 * org.bongsu.drill.Fault} and heals it; the {@link org.bongsu.drill.History} has every invocation
 * and its completion: ok, fail or unknown; a {@link org.bongsu.drill.Checker} judges.
 *
 * <pre>
 *   Drill ─ Fixture (accounts, rooms) ─► Person, Planner, Syncing, Photographer, Reader, Revoker, Prober
 *     │                                   └─ Client ─HTTP─► site a, b, c       │
 *     ├─ Nemesis ─ Fault ─► Sites (processes, Network)                         ▼
 *     └─ Reading (what every site shows at the end) ──► Evidence ◄───────── History
 *                                                          └─► Checkers ─► Verdict ─► reports
 * </pre>
 *
 * <p>Invariants: a completion is noted after the answer has come, an invocation before the request
 * goes out, both by one monotonic clock; what got no answer may have happened once or not at all; a
 * process is ended or stopped by its own id only.
 *
 * <p>Must not know: anything of a site but its command line, its processes and its HTTP interface.
 */
package org.bongsu.drill;
