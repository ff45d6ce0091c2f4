package org.peerage.api.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.api.Route;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Poc;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;

class FastPathTest {
    /** 250 contacts that changed at 1000, and one a second before. */
    private static final Snapshot SNAPSHOT = snapshot();

    private static Snapshot snapshot() {
        Map<ObjectType, List<Row>> rows = new HashMap<>();
        ObjectTypes.ALL.forEach(type -> rows.put(type, new ArrayList<>()));
        for (long id = 1; id <= 251; id++) {
            Instant time = Instant.ofEpochSecond(id == 1 ? 999 : 1000);
            rows.get(Poc.TYPE)
                    .add(Poc.TYPE
                            .row()
                            .set(Poc.ID, id)
                            .set(Poc.NET_ID, 1L)
                            .set(Poc.ROLE, "NOC")
                            .set(Poc.CREATED, time)
                            .set(Poc.UPDATED, time)
                            .set(Poc.STATUS, Status.OK)
                            .build());
        }
        return Snapshot.of(1, Instant.EPOCH, rows);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/fac/12345678901234567,depth=0",
        "/api/net/1,depth=0",
        "/api/net,asn=63311",
        "/api/netixlan,ix_id=4",
        "/api/netixlan,asn=0",
        "/api/netixlan,ipaddr4=192.0.2.1",
        "/api/netixlan,ipaddr6=2001:db8::1",
        "/api/netixlan,ipaddr6=2001%3Adb8%3a%3A1",
        "/api/ixpfx,prefix=192.0.2.0/24",
        "/api/ixpfx,prefix=192.0.2.0%2F24",
        "/api/fac,campus_id=3",
        "/api/ixfac,fac_id=3",
        "/api/poc,net_id=3",
        "/api/org,id=3",
        "/api/poc,since=1000",
        "/api/poc,since=4000000000",
        "/api/ix,since=1"
    })
    void singleObjectsAndIndexedFiltersAreFast(String path, @Nullable String query) {
        assertThat(FastPath.accepts(Route.of(path), query, SNAPSHOT)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'',",
        "/,",
        "1,",
        "/1,",
        "/api,",
        "/api/,",
        "/api/net/,",
        "/api/net1,",
        "/api/net//1,",
        "/api/net/1/,",
        "/api/net/123456789012345678,",
        "/api/changes,",
        "/api/as_set/63311,",
        "/api/net/1/history,",
        "/api/net/-1,",
        "/net/1,",
        "/API/net/1,",
        "/api/net,depth=2",
        "/api/net,depth=0",
        "/api/net,",
        "/api/net/1,",
        "/api/net/1,depth=2",
        "/api/net,name__contains=a",
        "/api/net,asn=63311&depth=2",
        "/api/poc,since=999",
        "/api/poc,since=1",
        "/api/poc,since=0",
        "/api/poc,since=-1",
        "/api/poc,since=x",
        "/api/net,asn",
        "/api/net,asn=",
        "/api/net,asn=x",
        "/api/net,asn=007",
        "/api/net,asn=+7",
        "/api/net,asn=٣",
        "/api/net,id=1234567890123456789",
        "/api/netixlan,ipaddr4=x",
        "/api/netixlan,ipaddr4=",
        "/api/ixpfx,prefix=192.0.2.0",
        "/api/org,prefix=192.0.2.0/24",
        "/api/poc,fac_id=1",
        "/api/netixlan,campus_id=1",
        "/api/ix,asn=1",
        "/api/net,ix_id=1",
        "/api/net/1,fields=id"
    })
    void otherRequestsLeaveTheEventLoop(String path, @Nullable String query) {
        assertThat(FastPath.accepts(Route.of(path), query, SNAPSHOT)).isFalse();
    }
}
