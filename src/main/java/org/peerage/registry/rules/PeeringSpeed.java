package org.peerage.registry.rules;

import org.peerage.registry.types.NetIxLan;

/** A connection's speed in Mbit/s: not told, or what ports have (docs/spec/objects.md §1.16). */
final class PeeringSpeed implements Rule {
    private static final long MIN = 50;
    private static final long MAX = 5_000_000;

    @Override
    public void check(Draft draft) {
        long speed = draft.get(NetIxLan.SPEED);
        if (draft.author().bypassesRules() || speed == 0) {
            return;
        }
        if (speed < MIN) {
            draft.errors().add(NetIxLan.SPEED, "Minimum speed: 50M");
        } else if (speed > MAX) {
            draft.errors().add(NetIxLan.SPEED, "Maximum speed: 5T");
        }
    }
}
