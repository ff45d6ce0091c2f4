package org.peerage.web.objects;

import java.util.Optional;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;
import org.peerage.text.JsonText;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What search engines read about an object: JSON-LD in the words of schema.org, of fields that everybody may see. */
final class StructuredData {
    private StructuredData() {}

    /** For a script element that is data: it cannot end the element. */
    static String of(Row row, String address) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("@context", "https://schema.org");
        data.put("@type", row.type() == Fac.TYPE || row.type() == Campus.TYPE ? "Place" : "Organization");
        data.put("@id", address);
        data.put("name", row.name());
        text(row, "aka").ifPresent(aka -> data.put("alternateName", aka));
        text(row, "website").filter(site -> site.startsWith("http")).ifPresent(site -> data.put("url", site));
        if (row.type() == Net.TYPE) {
            data.put("identifier", "AS" + row.get(Net.ASN));
        }
        ObjectNode place = JsonNodeFactory.instance.objectNode();
        text(row, "address1").ifPresent(street -> place.put("streetAddress", street));
        text(row, "zipcode").ifPresent(code -> place.put("postalCode", code));
        text(row, "city").ifPresent(city -> place.put("addressLocality", city));
        text(row, "state").ifPresent(state -> place.put("addressRegion", state));
        text(row, "country").ifPresent(country -> place.put("addressCountry", country));
        if (!place.isEmpty()) {
            data.set("address", place.put("@type", "PostalAddress"));
        }
        if (row.type() == Fac.TYPE && row.find(Fac.LATITUDE) != null && row.find(Fac.LONGITUDE) != null) {
            data.putObject("geo")
                    .put("@type", "GeoCoordinates")
                    .put("latitude", JsonText.number(row.get(Fac.LATITUDE)))
                    .put("longitude", JsonText.number(row.get(Fac.LONGITUDE)));
        }
        return JsonMapper.shared().writeValueAsString(data).replace("<", "\\u003c");
    }

    private static Optional<String> text(Row row, String name) {
        return Optional.of(row.text(name)).filter(value -> !value.isBlank());
    }
}
