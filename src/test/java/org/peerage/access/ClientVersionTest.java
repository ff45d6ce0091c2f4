package org.peerage.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientVersionTest {
    private final ClientVersion versions = ClientVersion.standard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PeeringDB/0.6.0 django_peeringdb/0.6.0",
                "PeeringDB/0.5.0 django_peeringdb/0.6.0",
                "PeeringDB/2.5.0 django_peeringdb/3.0.0",
                "PeeringDB/0.5.9 django_peeringdb/3.3.0",
                "PeeringDB/256 django_peeringdb/3.3.0"
            })
    void clientVersionsOutOfRangeAreRefused(String agent) {
        assertThat(versions.refusal(agent))
                .hasValue("Your client version is incompatible with server version of the api, please install"
                        + " peeringdb>=0.6,<=255.0 django_peeringdb>=3.3.0,<=255.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PeeringDB/99.0.0 django_peeringdb/99.0.0",
                "PeeringDB/0.6 django_peeringdb/3.3",
                "PeeringDB/1.0 django_peeringdb/x",
                "PeeringDB/1.0 django_peeringdb/",
                "PeeringDB/",
                "PeeringDB/ /",
                "PeeringDB/2.5.0",
                "curl/8.0",
                "PeeringDB/2.5.0 pony/1.0",
                ""
            })
    void otherClientsPass(String agent) {
        assertThat(versions.refusal(agent)).isEmpty();
    }

    @Test
    void clientsWithoutAUserAgentPass() {
        assertThat(versions.refusal(null)).isEmpty();
    }
}
