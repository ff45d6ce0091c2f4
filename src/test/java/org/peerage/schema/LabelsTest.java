package org.peerage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class LabelsTest {
    private static final JsonNode REFERENCE =
            JsonMapper.shared().readTree(Path.of("docs/spec/labels.json").toFile());

    @Test
    void optionsLabelsAreThoseOfTheReference() {
        Map<String, String> differences = new TreeMap<>();

        REFERENCE.forEachEntry((typeName, labels) -> labels.forEachEntry((name, label) -> {
            ObjectType type = ObjectTypes.byName(typeName).orElseThrow();
            String ours = type.key(name).map(JsonKey::optionsLabel).orElse("no such key");
            if (!ours.equals(label.stringValue())) {
                differences.put(typeName + "." + name, ours + " is not " + label.stringValue());
            }
        }));

        assertThat(differences).isEmpty();
    }

    @Test
    void labelsForPeopleAreInSentenceCase() {
        assertThat(Net.INFO_TRAFFIC.label()).isEqualTo("Traffic levels");
        assertThat(Net.INFO_UNICAST.label()).isEqualTo("Unicast IPv4");
        assertThat(Fac.NPANXX.label()).isEqualTo("NPA-NXX");
        assertThat(Net.LOOKING_GLASS.label()).isEqualTo("Looking glass");
        assertThat(Net.INFO_PREFIXES4.label()).isEqualTo("IPv4 prefix limit");
        assertThat(NetIxLan.IX_SIDE_ID.label()).isEqualTo("Exchange side facility");
    }
}
