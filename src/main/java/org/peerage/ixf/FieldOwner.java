package org.peerage.ixf;

import java.util.Locale;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;

/** Who sets a field of a network's connections at an exchange that imports its feed (docs/spec/ixf.md §4.4, §11.1). */
public enum FieldOwner {
    /** The network alone. */
    NETWORK,
    /** The network; what the feed has is proposed to it. */
    ASKED,
    /** The feed: what the network writes there is changed back by the next import. */
    LIST;

    /** @param field one of {@link FeedSettings#FIELDS} */
    public static FieldOwner of(Row network, FeedSettings settings, String field) {
        Network known = Network.of(network).keeping(settings.kept());
        if (!known.takes(field)) {
            return NETWORK;
        }
        if (known.automatic()) {
            return LIST;
        }
        return field.equals(NetIxLan.OPERATIONAL.name()) ? ASKED : NETWORK;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
