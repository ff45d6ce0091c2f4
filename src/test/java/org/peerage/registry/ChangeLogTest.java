package org.peerage.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import tools.jackson.core.JacksonException;

/** Values of many changes are those of each, and a damaged one is never passed over. */
class ChangeLogTest {
    private static List<String> read(List<String> sides) {
        List<String> seen = new ArrayList<>();
        ChangeLog.eachStored(
                "[" + String.join(",", sides) + "]",
                Collections.nCopies(sides.size(), Org.TYPE),
                (change, field, value) -> seen.add(change + " " + field.name() + " " + value));
        return seen;
    }

    @Test
    void valuesOfManyChangesAreTakenWithTheirPlace() {
        assertThat(read(List.of(
                        "{\"name\": \"A\", \"id\": 1}",
                        "{}",
                        "{\"of a newer program\": {\"a\": [1, {}]}, \"logo\": null, \"name\": \"C\"}")))
                .containsExactly("0 name A", "0 id 1", "2 logo null", "2 name C");
    }

    @Test
    void typesOfChangesAreTheirOwn() {
        List<String> seen = new ArrayList<>();

        ChangeLog.eachStored(
                "[{\"asn\": 64500}, {\"asn\": 64500}]",
                List.of(Org.TYPE, Net.TYPE),
                (change, field, value) -> seen.add(change + " " + field.name() + " " + value));

        assertThat(seen).containsExactly("1 asn 64500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "[{}]", "1", "\"{}\"", "", "{", "{}]", "{}, {}", "{}, {\"name\": \"X\"}"})
    void damagedChangeFailsAtEachPlace(String damaged) {
        List<String> others = List.of("{\"name\": \"A\"}", "{\"name\": \"B\"}", "{\"name\": \"C\"}");
        for (int place = 0; place <= others.size(); place++) {
            List<String> sides = new ArrayList<>(others);
            sides.add(place, damaged);

            assertThatThrownBy(() -> read(sides)).as("at place " + place).isInstanceOf(JacksonException.class);
        }
    }
}
