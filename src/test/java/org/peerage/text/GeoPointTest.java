package org.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoPointTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 0",
        "0, 0, 0, 1, 111.195",
        "0, 179.5, 0, -179.5, 111.195",
        "90, 0, -90, 0, 20015.087",
        "50.1109, 8.6821, 52.3676, 4.9041, 363.4",
        "41.853, -87.618, 41.853, -87.618, 0",
    })
    void distanceIsTheGreatCircleBothWays(double lat1, double lon1, double lat2, double lon2, double kilometres) {
        GeoPoint a = new GeoPoint(lat1, lon1);
        GeoPoint b = new GeoPoint(lat2, lon2);

        assertThat(a.kilometresTo(b)).isCloseTo(kilometres, within(0.5));
        assertThat(b.kilometresTo(a)).isEqualTo(a.kilometresTo(b));
    }

    @Test
    void coordinatesOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GeoPoint(95, 0))
                .withMessageContaining("latitude");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GeoPoint(0, -181))
                .withMessageContaining("longitude");
        assertThatIllegalArgumentException().isThrownBy(() -> new GeoPoint(Double.NaN, 0));
    }
}
