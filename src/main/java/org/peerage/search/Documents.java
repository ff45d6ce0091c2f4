package org.peerage.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.text.Folding;

/** Objects as the index keeps them. Nothing is stored but the id: what is shown comes from the snapshot. */
final class Documents {
    /** Words with their places, for phrases; results are not weighed by how often a word occurs. */
    private static final FieldType WORDS = words(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);

    private Documents() {}

    static Document of(Row row, Rows rows) {
        Document document = new Document();
        document.add(new StringField(Names.KEY, Searched.key(row), Field.Store.NO));
        document.add(new StringField(Names.TYPE, row.type().tag(), Field.Store.NO));
        document.add(new NumericDocValuesField(Names.ID, row.id()));
        document.add(new FeatureField(Names.SIZE, "links", Searched.size(row) + 1f));
        for (String name : Searched.texts(row, "name", "aka", "name_long")) {
            for (String one : aliases(name)) {
                document.add(new StringField(Names.WHOLE, cut(Folding.key(one)), Field.Store.NO));
            }
        }
        add(document, Names.NAME, Searched.texts(row, "name"));
        add(document, Names.ALIAS, Searched.texts(row, "aka", "name_long"));
        String organization = Searched.organization(row, rows);
        add(document, Names.ORG, organization.isEmpty() ? List.of() : List.of(organization));
        keywords(document, row);
        places(document, row);
        add(document, Names.POLICY, Searched.texts(row, "policy_general"));
        add(document, Names.SCOPE, Searched.texts(row, "info_scope"));
        add(document, Names.KIND, Searched.texts(row, "info_types"));
        add(document, Names.WEBSITE, Searched.texts(row, "website"));
        return document;
    }

    /** Other names are often listed with commas between them. */
    private static List<String> aliases(String name) {
        return name.indexOf(',') < 0
                ? List.of(name)
                : Stream.concat(Stream.of(name), Stream.of(name.split(",")))
                        .map(String::strip)
                        .filter(one -> !one.isEmpty())
                        .toList();
    }

    private static void keywords(Document document, Row row) {
        String asn = Searched.text(row, "asn");
        if (!asn.isEmpty()) {
            document.add(new StringField(Names.ASN, asn, Field.Store.NO));
        }
        for (String set : Searched.text(row, "irr_as_set").split("[\\s,]+")) {
            String folded = cut(Folding.key(set));
            if (!folded.isEmpty()) {
                document.add(new StringField(Names.AS_SET, folded, Field.Store.NO));
                // People know a set by its own name, without the registry and the path before it.
                for (int mark = folded.indexOf(':'); mark >= 0; mark = folded.indexOf(':', mark + 1)) {
                    if (mark + 1 < folded.length() && folded.charAt(mark + 1) != ':') {
                        document.add(new StringField(Names.AS_SET, folded.substring(mark + 1), Field.Store.NO));
                    }
                }
            }
        }
    }

    private static void places(Document document, Row row) {
        List<String> country = Searched.country(row);
        List<String> all = new ArrayList<>(Searched.texts(row, "address1", "address2", "city", "state", "zipcode"));
        all.addAll(country);
        add(document, Names.PLACE, all);
        add(document, Names.CITY, Searched.texts(row, "city"));
        add(document, Names.STATE, Searched.texts(row, "state"));
        add(document, Names.ZIP, Searched.texts(row, "zipcode"));
        add(document, Names.ADDRESS, Searched.texts(row, "address1", "address2"));
        add(document, Names.REGION, Searched.texts(row, "region_continent"));
        add(document, Names.COUNTRY, country);
    }

    private static void add(Document document, String name, List<String> texts) {
        List<Words.Placed> words = Words.placed(texts);
        if (!words.isEmpty()) {
            document.add(new Field(name, new WordStream(words), WORDS));
        }
    }

    private static String cut(String text) {
        return text.length() <= 255 ? text : text.substring(0, 255);
    }

    private static FieldType words(IndexOptions options) {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.setIndexOptions(options);
        type.freeze();
        return type;
    }
}
