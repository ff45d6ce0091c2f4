package org.peerage.rdap;

import java.util.Set;
import org.peerage.net.Asn;

/** Who knows what the registries say of AS numbers. */
public interface Rdap {

    /** What they say; never throws for what the network or a server does. May take seconds. */
    Answer autnum(Asn asn);

    /** Nobody is asked. */
    static Rdap off() {
        return asn -> new Answer.Off();
    }

    /** What came of asking. */
    sealed interface Answer {

        /** @param emails of all contacts, in lower case */
        record Found(String name, String organization, Set<String> emails, String status) implements Answer {
            public Found {
                emails = Set.copyOf(emails);
            }
        }

        record NotAssigned() implements Answer {}

        record Unavailable(String reason) implements Answer {}

        record Off() implements Answer {}
    }
}
