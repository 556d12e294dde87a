/**
 * The fire drill: three real sites under the load of HTTP clients, faults, and a verdict from what
 * the clients saw.
 *
 * <p>The vocabulary is Jepsen's. A {@link org.bongsu.drill.Generator} decides what a {@link
 * org.bongsu.drill.Person} does next; a {@link org.bongsu.drill.Client} sends requests to the sites
 * and fails over as the apps do; the {@link org.bongsu.drill.Nemesis} injects a {@link
 * org.bongsu.drill.Fault} and heals it; the {@link org.bongsu.drill.History} has every invocation
 * and its completion: ok, fail or unknown; a {@link org.bongsu.drill.Checker} looks for violations
 * of one promise.
 *
 * <pre>
 *   Drill ─ Fixture (accounts, rooms) ─► Person, Planner, Syncing, Photographer, Reader, Revoker, Prober
 *     │                                   └─ Client ─HTTP─► site a, b, c       │
 *     ├─ Nemesis ─ Fault ─► Sites (processes, Network)                         ▼
 *     └─ Reading (what every site shows at the end) ──► Evidence ◄───────── History
 *                                                          └─► Checkers ─► Verdict ─► reports
 * </pre>
 *
 * <p>{@link org.bongsu.drill.Judge} reads and checks sites that went through faults; {@link
 * org.bongsu.drill.RestoredJudge} does so after {@link org.bongsu.drill.DisasterRecovery} has burnt
 * them all and made new ones from the backup.
 *
 * <p>Invariants: an invocation is recorded before the request is sent and a completion after the
 * answer has come, both by one monotonic clock; a request without an answer may have taken effect
 * once or not at all; processes are stopped and killed by their own id only.
 *
 * <p>Must not know: anything of a site except its command line, its processes and its HTTP
 * interface.
 */
package org.bongsu.drill;
