package org.peerage.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.peerage.i18n.Messages;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;
import org.peerage.text.GeoPoint;

/** What is in the registry already and looks like a newcomer: a hint that it may be there twice. */
public final class DuplicateFinder {
    private static final int MAX_SHOWN = 10;
    private static final double ALIKE = 0.6;
    private static final double NEAR_KILOMETRES = 1;

    private DuplicateFinder() {}

    /**
     * An object of the same type.
     *
     * @param reason what is alike, in words
     * @param likeness from 0 to 1
     */
    public record PossibleDuplicate(Row row, String reason, double likeness) {}

    /** The most alike first. */
    public static List<PossibleDuplicate> of(Row newcomer, Snapshot snapshot) {
        Set<String> name = pairs(text(newcomer, "name"));
        String website = host(text(newcomer, "website"));
        String postalAddress = postalAddress(newcomer);
        List<PossibleDuplicate> found = new ArrayList<>();
        snapshot.forEach(newcomer.type(), row -> {
            if (row.id() != newcomer.id() && row.status() != Status.DELETED) {
                compare(newcomer, row, name, website, postalAddress).ifPresent(found::add);
            }
        });
        return found.stream()
                .sorted(Comparator.comparingDouble(PossibleDuplicate::likeness).reversed())
                .limit(MAX_SHOWN)
                .toList();
    }

    private static Optional<PossibleDuplicate> compare(
            Row newcomer, Row row, Set<String> name, String website, String postalAddress) {
        List<String> reasons = new ArrayList<>();
        double likeness = Math.max(
                likeness(name, text(row, "name")),
                Math.max(likeness(name, text(row, "aka")), likeness(name, text(row, "name_long"))));
        if (likeness >= ALIKE) {
            reasons.add(Messages.current().text("similar.name"));
        }
        if (!website.isEmpty() && website.equals(host(text(row, "website")))) {
            reasons.add(Messages.current().text("similar.website"));
        }
        if (!postalAddress.isEmpty() && postalAddress.equals(postalAddress(row))) {
            reasons.add(Messages.current().text("similar.address"));
        } else if (isNear(newcomer, row)) {
            reasons.add(Messages.current().text("similar.near"));
        }
        double total = (likeness >= ALIKE ? likeness : 0) + reasons.size();
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(new PossibleDuplicate(row, String.join(", ", reasons), total / 4));
    }

    /** The share of neighbouring letters that two names have in common (Dice). */
    private static double likeness(Set<String> name, String other) {
        Set<String> pairs = pairs(other);
        if (name.isEmpty() || pairs.isEmpty()) {
            return 0;
        }
        long common = pairs.stream().filter(name::contains).count();
        return 2.0 * common / (name.size() + pairs.size());
    }

    private static Set<String> pairs(String text) {
        String folded = Folding.key(text).toLowerCase(Locale.ROOT);
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i + 1 < folded.length(); i++) {
            pairs.add(folded.substring(i, i + 2));
        }
        return pairs;
    }

    private static String postalAddress(Row row) {
        String street = text(row, "address1");
        return street.isEmpty() ? "" : Folding.key(street + ", " + text(row, "city"));
    }

    private static boolean isNear(Row newcomer, Row row) {
        if (newcomer.type() != Fac.TYPE) {
            return false;
        }
        Double latitude = newcomer.find(Fac.LATITUDE);
        Double longitude = newcomer.find(Fac.LONGITUDE);
        Double otherLatitude = row.find(Fac.LATITUDE);
        Double otherLongitude = row.find(Fac.LONGITUDE);
        return latitude != null
                && longitude != null
                && otherLatitude != null
                && otherLongitude != null
                && new GeoPoint(latitude, longitude).kilometresTo(new GeoPoint(otherLatitude, otherLongitude))
                        < NEAR_KILOMETRES;
    }

    private static String host(String website) {
        String host = website.toLowerCase(Locale.ROOT).replaceFirst("^[a-z]+://(www[.])?", "");
        int end = host.indexOf('/');
        return end < 0 ? host : host.substring(0, end);
    }

    private static String text(Row row, String field) {
        return row.type()
                .field(field)
                .map(known -> row.find(known) instanceof String text ? text : "")
                .orElse("");
    }
}
