package org.peerage.web.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.peerage.access.limits.RateLimited;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;
import org.peerage.jobs.AsSetLookup;
import org.peerage.net.Asn;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.text.CountryCode;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** {@code /data/…}: lists for forms, as JSON under the name that was asked for (docs/spec/operations.md §8). */
public final class DataPages {
    /** As the reference: an address with a slash at its end is another one, which there is not. */
    public PageResponse answer(PageRequest request) {
        String name = request.path().replaceFirst("^/data/?", "");
        if (name.equals("sponsors")) {
            return new PageResponse.JsonResponse(200, "{\"sponsors\": {}}"); // a registry of one's own has none
        }
        if (name.equals("irr_lookup")) {
            return irrLookup(request);
        }
        return choices(request, name)
                .<PageResponse>map(all -> new PageResponse.JsonResponse(200, json(name, all)))
                .orElseGet(() -> missing(request, name));
    }

    /** For who is signed in, since others are asked. */
    private static PageResponse irrLookup(PageRequest request) {
        if (request.session().isEmpty() || request.user().isEmpty()) {
            return request.loginRedirect();
        }
        String name = request.value("name").strip();
        if (!AsSetLookup.isName(name)) {
            return new PageResponse.JsonResponse(400, "{\"name\": [\"Enter the name of one as-set\"]}");
        }
        Optional<RateLimited> tooMany =
                request.services().rateLimiter().admitIrrLookup(request.caller(), request.ipAddress());
        if (tooMany.isPresent()) {
            return PageRenderer.tooMany(request, tooMany.get());
        }
        try {
            AsSetLookup.Result found = request.services().asSets().find(name);
            return new PageResponse.JsonResponse(
                    200,
                    new JsonBuffer(256)
                            .ascii("{\"name\": ")
                            .quoted(name)
                            .ascii(", \"sources\": ")
                            .quoted(found.sources())
                            .ascii(", \"ok\": ")
                            .ascii(String.valueOf(found.isSure()))
                            .ascii("}")
                            .toString());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new PageResponse.JsonResponse(503, "{}");
        }
    }

    private static PageResponse missing(PageRequest request, String name) {
        if (name.equals("my_organizations")) {
            return request.loginRedirect();
        }
        return name.equals("organizations")
                ? new PageResponse.ForbiddenResponse(Texts.text("page.staffOnly"))
                : new PageResponse.NotFoundResponse();
    }

    private static Optional<List<Enumerations.EnumerationChoice>> choices(PageRequest request, String name) {
        if (name.startsWith("enum/")) {
            return Enumerations.named(name.substring("enum/".length()));
        }
        return switch (name) {
            case "countries" -> Optional.of(countries());
            case "countries_b" ->
                Optional.of(Stream.concat(Stream.of(new Enumerations.EnumerationChoice("", "")), countries().stream())
                        .toList());
            case "locales" ->
                Optional.of(Languages.all().stream().map(DataPages::language).toList());
            case "facilities" -> Optional.of(objects(request, Fac.TYPE, Fac.NAME));
            case "asns" -> Optional.of(asns(request));
            case "campus_facilities" -> Optional.of(inCampus(request));
            case "organizations" ->
                request.caller().isSuperuser() ? Optional.of(objects(request, Org.TYPE, Org.NAME)) : Optional.empty();
            case "my_organizations" -> request.user().map(user -> own(request, user.organizations().keySet().stream()));
            default -> Optional.empty();
        };
    }

    /** By its English name, and its own where that is another one: German (Deutsch). */
    private static Enumerations.EnumerationChoice language(Messages language) {
        String english = language.locale().getDisplayName(Locale.ENGLISH);
        String own = language.text("language.name");
        return new Enumerations.EnumerationChoice(
                language.tag(), own.equals(english) ? english : english + " (" + own + ")");
    }

    private static List<Enumerations.EnumerationChoice> countries() {
        return CountryCode.all().stream()
                .map(country -> new Enumerations.EnumerationChoice(country.toString(), country.englishName()))
                .toList();
    }

    private static List<Enumerations.EnumerationChoice> objects(
            PageRequest request, ObjectType type, Field<String> name) {
        return objects(request, type, name, row -> true);
    }

    private static List<Enumerations.EnumerationChoice> objects(
            PageRequest request, ObjectType type, Field<String> name, Predicate<Row> wanted) {
        List<Enumerations.EnumerationChoice> objects = new ArrayList<>();
        request.snapshot().forEach(type, row -> {
            if (row.isActive() && wanted.test(row)) {
                objects.add(new Enumerations.EnumerationChoice(row.id(), row.get(name)));
            }
        });
        objects.sort(Comparator.comparing(Enumerations.EnumerationChoice::name));
        return objects;
    }

    /** The number of the network that the parameter names; without one, there is none. */
    private static List<Enumerations.EnumerationChoice> asns(PageRequest request) {
        OptionalLong id = id(request);
        Row network = id.isEmpty() ? null : request.snapshot().find(Net.TYPE, id.getAsLong());
        if (network == null || !network.isActive()) {
            return List.of();
        }
        Asn asn = network.get(Net.ASN);
        return List.of(new Enumerations.EnumerationChoice(asn.value(), "AS" + asn));
    }

    /** Facilities of the campus that the parameter names; without one, of any. */
    private static List<Enumerations.EnumerationChoice> inCampus(PageRequest request) {
        OptionalLong campus = id(request);
        return objects(
                request,
                Fac.TYPE,
                Fac.NAME,
                row -> row.find(Fac.CAMPUS_ID) != null
                        && (campus.isEmpty() || campus.getAsLong() == row.get(Fac.CAMPUS_ID)));
    }

    private static OptionalLong id(PageRequest request) {
        return IdParser.parse(request.value("id"));
    }

    private static List<Enumerations.EnumerationChoice> own(PageRequest request, Stream<Long> organizations) {
        return organizations
                .sorted()
                .flatMap(id -> Optional.ofNullable(request.snapshot().find(Org.TYPE, id)).stream())
                .filter(Row::isActive)
                .map(row -> new Enumerations.EnumerationChoice(row.id(), row.get(Org.NAME)))
                .toList();
    }

    private static String json(String name, List<Enumerations.EnumerationChoice> all) {
        JsonBuffer json =
                new JsonBuffer(all.size() * 48 + 64).ascii("{").quoted(name).ascii(": [");
        String separator = "";
        for (Enumerations.EnumerationChoice choice : all) {
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
