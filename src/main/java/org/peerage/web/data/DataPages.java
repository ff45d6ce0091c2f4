package org.peerage.web.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.text.CountryCode;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** {@code /data/…}: lists for forms, as JSON under the name that was asked for (docs/spec/operations.md §8). */
public final class DataPages {
    /** As the reference: an address with a slash at its end is another one, which there is not. */
    public Reply answer(Visit visit) {
        String name = visit.path().replaceFirst("^/data/?", "");
        if (name.equals("sponsors")) {
            return new Reply.Json(200, "{\"sponsors\": {}}"); // a registry of one's own has none
        }
        return choices(visit, name)
                .<Reply>map(all -> new Reply.Json(200, json(name, all)))
                .orElseGet(() -> missing(visit, name));
    }

    private static Reply missing(Visit visit, String name) {
        if (name.equals("my_organizations")) {
            return visit.signInFirst();
        }
        return name.equals("organizations") ? new Reply.Forbidden("This list is for staff.") : new Reply.NotFound();
    }

    private static Optional<List<Enumerations.Choice>> choices(Visit visit, String name) {
        if (name.startsWith("enum/")) {
            return Enumerations.named(name.substring("enum/".length()));
        }
        return switch (name) {
            case "countries" -> Optional.of(countries());
            case "countries_b" ->
                Optional.of(Stream.concat(Stream.of(new Enumerations.Choice("", "")), countries().stream())
                        .toList());
            case "locales" -> Optional.of(List.of(new Enumerations.Choice("en", "English")));
            case "facilities" -> Optional.of(objects(visit, Fac.TYPE, Fac.NAME));
            case "organizations" ->
                visit.caller().isSuperuser() ? Optional.of(objects(visit, Org.TYPE, Org.NAME)) : Optional.empty();
            case "my_organizations" -> visit.user().map(user -> own(visit, user.organizations().keySet().stream()));
            default -> Optional.empty();
        };
    }

    private static List<Enumerations.Choice> countries() {
        return CountryCode.all().stream()
                .map(country -> new Enumerations.Choice(country.toString(), country.englishName()))
                .toList();
    }

    private static List<Enumerations.Choice> objects(Visit visit, ObjectType type, Field<String> name) {
        List<Enumerations.Choice> objects = new ArrayList<>();
        visit.snapshot().forEach(type, row -> {
            if (row.isOk()) {
                objects.add(new Enumerations.Choice(row.id(), row.get(name)));
            }
        });
        objects.sort(Comparator.comparing(Enumerations.Choice::name));
        return objects;
    }

    private static List<Enumerations.Choice> own(Visit visit, Stream<Long> organizations) {
        return organizations
                .sorted()
                .flatMap(id -> Optional.ofNullable(visit.snapshot().find(Org.TYPE, id)).stream())
                .filter(Row::isOk)
                .map(row -> new Enumerations.Choice(row.id(), row.get(Org.NAME)))
                .toList();
    }

    private static String json(String name, List<Enumerations.Choice> all) {
        JsonBuffer json =
                new JsonBuffer(all.size() * 48 + 64).ascii("{").quoted(name).ascii(": [");
        String separator = "";
        for (Enumerations.Choice choice : all) {
            json.ascii(separator).ascii("{\"id\": ");
            separator = ", ";
            if (choice.id() instanceof Long number) {
                json.number(number);
            } else {
                json.quoted(choice.id().toString());
            }
            json.ascii(", \"name\": ").quoted(choice.name()).ascii("}");
        }
        return json.ascii("]}").toString();
    }
}
