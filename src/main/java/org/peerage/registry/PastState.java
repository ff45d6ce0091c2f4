package org.peerage.registry;

import org.peerage.snapshot.Snapshot;

/**
 * A state of the past as it may be told now.
 *
 * @param snapshot to be read as any other
 * @param touched the last version that changed what the past tells, or whom: with that of the snapshot it names the bytes
 */
public record PastState(Snapshot snapshot, long touched) {}
