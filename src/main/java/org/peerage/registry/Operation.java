package org.peerage.registry;

import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.Input;
import org.peerage.schema.ObjectType;

/** One thing that a caller wants done to the registry. */
public sealed interface Operation {

    record Create(ObjectType type, Input input) implements Operation {}

    record Update(ObjectType type, long id, Input input) implements Operation {}

    record Delete(ObjectType type, long id) implements Operation {}

    /** Asks that an exchange's IX-F data be imported soon (spec/objects.md §2.4). */
    record RequestImport(long exchange) implements Operation {}

    /** A facility's owner agrees with a carrier's presence, or not (spec/objects.md §2.9). */
    record Consent(long carrierFacility, boolean approved) implements Operation {}

    /** Makes a facility part of a campus, or no longer (spec/objects.md §2.11). */
    record Membership(long campus, long facility, boolean member) implements Operation {}

    /**
     * Says in which facility one end of a connection is (spec/objects.md §2.7).
     *
     * @param exchangeSide the exchange's end; else the network's
     * @param facility null: nowhere
     */
    record Side(
            long peering, boolean exchangeSide, @Nullable Long facility) implements Operation {}

    /**
     * Says where an object's logo is (spec/objects.md §1.12).
     *
     * @param address null: nowhere any more
     */
    record SetLogo(ObjectType type, long id, @Nullable String address) implements Operation {}

    /** Something is wrong with the facility that {@link Side} names. */
    record InvalidSide(long peering, boolean exchangeSide) implements Operation {}
}
