package org.peerage.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;
import org.peerage.registry.rules.RequestFields;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Status;

/** One thing that a caller wants done to the registry. */
public sealed interface Operation {

    record Create(ObjectType type, RequestFields input) implements Operation {}

    record Update(ObjectType type, long id, RequestFields input) implements Operation {}

    record Delete(ObjectType type, long id) implements Operation {}

    /** Asks that an exchange's IX-F data be imported soon (docs/spec/objects.md §2.4). */
    record RequestImport(long exchange) implements Operation {}

    /** A facility's owner agrees with a carrier's presence, or not (docs/spec/objects.md §2.9). */
    record Consent(long carrierFacility, boolean approved) implements Operation {}

    /** Makes a facility part of a campus, or no longer (docs/spec/objects.md §2.11). */
    record CampusMembership(long campus, long facility, boolean member) implements Operation {}

    /**
     * Says in which facility one end of a connection is (docs/spec/objects.md §2.7).
     *
     * @param exchangeSide the exchange's end; else the network's
     * @param facility null: nowhere
     */
    record ConnectionFacility(
            long peering, boolean exchangeSide, @Nullable Long facility) implements Operation {}

    /**
     * Says where an object's logo is (docs/spec/objects.md §1.12).
     *
     * @param url null: nowhere any more
     */
    record SetLogo(ObjectType type, long id, @Nullable String url) implements Operation {}

    /**
     * Says how far the import of an exchange's member list is (docs/spec/ixf.md §1).
     *
     * @param status of the request for it; null: as it is
     * @param completed when an import that went through began; null: none did
     * @param networks with entries that could be used; of that import
     */
    record NoteImport(
            long exchange,
            @Nullable String status,
            @Nullable Instant completed,
            long networks) implements Operation {}

    /** Says in which facility the exchange's end of a connection is, as its feed does; no more is asked of the facility. */
    record SetExchangeSide(long peering, long facility) implements Operation {}

    /** The same of the connection that has an address in a LAN, which may have been made a moment ago. */
    record SetExchangeSideAt(long lan, IpAddress address, long facility) implements Operation {}

    /** Takes an address off a connection, so that another may have it in the same write. */
    record ReleaseAddress(long peering, IpAddress address) implements Operation {}

    /** Something is wrong with the facility that {@link ConnectionFacility} names. */
    record InvalidConnectionFacility(long peering, boolean exchangeSide) implements Operation {}

    /**
     * Makes an organization, and the network of a number in it, for somebody who proved that it is theirs
     * (docs/spec/objects.md §3.1). Nobody's rights are asked for: whoever wants it has checked that.
     *
     * @param asn null: an organization alone
     * @param organization in which the network is made; null: in a new one
     */
    record ClaimAsn(@Nullable Asn asn, @Nullable Long organization, String organizationName, String networkName)
            implements Operation {}

    /** Staff lets something in that waits in the verification queue (docs/spec/objects.md §1.4). */
    record Approve(ObjectType type, long id) implements Operation {}

    /** Staff turns it away: it is gone for good, as if it had never been. */
    record Deny(ObjectType type, long id) implements Operation {}

    /** Erases a contact that is deleted: it is gone for good (docs/spec/operations.md §4.4). */
    record EraseContact(long id) implements Operation {}

    /** Says what the RIRs say of a network's number (docs/spec/operations.md §4.1); that is no change of the network. */
    record NoteRirStatus(long network, String status) implements Operation {}

    /** Makes several organizations one: what they own goes to {@code target}, and they are deleted. */
    record Merge(List<Long> sources, long target) implements Operation {
        public Merge {
            sources = List.copyOf(sources);
        }
    }

    /** Makes organizations again of what a merge made one: they come back, and what they owned, if it is there still. */
    record UndoMerge(long target, List<Unmerged> sources) implements Operation {
        public UndoMerge {
            sources = List.copyOf(sources);
        }
    }

    /**
     * An organization that was merged away.
     *
     * @param status that it had
     * @param owned what it had, by type
     */
    record Unmerged(long id, Status status, Map<ObjectType, List<Long>> owned) {
        public Unmerged {
            owned = Map.copyOf(owned);
        }
    }

    /**
     * Makes several facilities, or several exchanges, one (docs/spec/operations.md §6.2): what hangs on the sources goes to
     * {@code target}, and they are deleted.
     */
    record MergeObjects(ObjectType type, List<Long> sources, long target) implements Operation {
        public MergeObjects {
            sources = List.copyOf(sources);
        }
    }

    /** Moves a prefix of an exchange, and all addresses in it, elsewhere; each keeps its host part. */
    record Renumber(long exchange, IpPrefix from, IpPrefix to) implements Operation {}

    /**
     * Puts another text in the place of one that an active row has (docs/spec/operations.md §3, {@code pdb_batch_replace}).
     *
     * @param before the text that was seen; where it is another one by now, nothing is done
     */
    record ReplaceText(ObjectType type, long id, Field<?> field, String before, String after) implements Operation {}

    /**
     * Brings a deleted object back (docs/spec/objects.md §7).
     *
     * @param together what was deleted with it, parents before children; comes back where nothing stands in its way
     */
    record Undelete(ObjectType type, long id, Status status, List<DeletedObject> together) implements Operation {
        public Undelete {
            together = List.copyOf(together);
        }
    }

    /** An object that was deleted, and its status before. */
    record DeletedObject(ObjectType type, long id, Status status) {}
}
