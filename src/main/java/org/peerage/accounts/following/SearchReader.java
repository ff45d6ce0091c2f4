package org.peerage.accounts.following;

import java.util.Optional;
import java.util.function.LongPredicate;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;

/** Reads what a search asks for. It finds what everybody may see, so that nobody learns by it what is hidden from them. */
@FunctionalInterface
public interface SearchReader {

    /** Tells by an id whether the search finds the object in that state of the registry; empty: it is no search. */
    Optional<LongPredicate> read(ObjectType type, String query, Snapshot snapshot);
}
