package org.peerage.registry.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.peerage.testing.TestRow.aConnection;
import static org.peerage.testing.TestRow.aContact;
import static org.peerage.testing.TestRow.aLan;
import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.aPrefix;
import static org.peerage.testing.TestRow.anExchange;
import static org.peerage.testing.TestRow.anOrganization;

import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.testing.Stranger;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;
import org.peerage.testing.WriteOutcome;

/** Addresses of networks that are gone, by the exchange's own list (docs/spec/ixf.md §4.7). */
@Covers(GhostPeers.class)
class GhostPeersRulesTest {
    private static final String ADDRESS = "185.1.0.7";

    private final TestRegistry registry = new TestRegistry();
    private Row lan;
    private Row taker;
    private Row ghost;

    @BeforeEach
    void fill() {
        Row organization = registry.has(anOrganization());
        lan = registry.has(aLan().under(registry.has(anExchange().under(organization))));
        registry.has(aPrefix().under(lan));
        Row gone = registry.has(aNetwork().withName("Gone Net").withAsn(3333).under(organization));
        taker = registry.has(aNetwork().under(organization));
        registry.has(aContact().under(taker));
        ghost = registry.has(aConnection().under(gone, lan).withAsn(3333).at(ADDRESS, ""));
    }

    private WriteOutcome take() {
        return registry.create(aConnection().under(taker, lan).at(ADDRESS, ""));
    }

    private Row ghostNow() {
        return Objects.requireNonNull(registry.snapshot().find(NetIxLan.TYPE, ghost.id()));
    }

    @Test
    void addressThatTheListGivesToAnotherNetworkIsTaken() {
        registry.listGives(lan, ADDRESS, 3320);

        assertThat(take()).matches(WriteOutcome::isAccepted);

        assertThat(ghostNow().status()).isEqualTo(Status.DELETED);
    }

    /** The list may be private, and could be read address by address. */
    @Test
    void strangersAreNotToldWhatTheListGives() {
        TestRow connection = aConnection().under(taker, lan).at(ADDRESS, "");
        String before = registry.create(connection, new Stranger()).toString();

        registry.listGives(lan, ADDRESS, 3320);

        assertThat(registry.create(connection, new Stranger()).toString())
                .isEqualTo(before)
                .contains("IP already exists");
    }

    @Test
    void addressThatTheListDoesNotGiveStays() {
        assertThat(take().isAccepted()).isFalse();

        assertThat(ghostNow().isActive()).isTrue();
    }

    @Test
    void addressThatTheListGivesToBothStays() {
        registry.listGives(lan, ADDRESS, 3320);
        registry.listGives(lan, ADDRESS, 3333);

        assertThat(take().isAccepted()).isFalse();

        assertThat(ghostNow().isActive()).isTrue();
    }
}
