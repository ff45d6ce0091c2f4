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
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.text.Folding;

/** Objects as the index keeps them. Nothing is stored but the id: what is shown comes from the snapshot. */
final class IndexDocuments {
    /** Words with their places, for phrases; results are not weighed by how often a word occurs. */
    private static final FieldType WORDS = textFieldType(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);

    private IndexDocuments() {}

    static Document of(Row row, Rows rows) {
        Document document = new Document();
        document.add(new StringField(IndexFields.KEY, SearchFields.key(row), Field.Store.NO));
        document.add(new StringField(IndexFields.TYPE, row.type().typeName(), Field.Store.NO));
        document.add(new NumericDocValuesField(IndexFields.ID, row.id()));
        document.add(new FeatureField(IndexFields.SIZE, "links", SearchFields.size(row) + 1f));
        for (String name : SearchFields.texts(row, "name", "aka", "name_long")) {
            for (String one : aliases(name)) {
                document.add(new StringField(IndexFields.FULL_NAME, cut(Folding.key(one)), Field.Store.NO));
            }
        }
        add(document, IndexFields.NAME, SearchFields.texts(row, "name"));
        add(document, IndexFields.ALIAS, SearchFields.texts(row, "aka", "name_long"));
        String organization = Org.of(row, rows).map(Row::name).orElse("");
        add(document, IndexFields.ORG, organization.isEmpty() ? List.of() : List.of(organization));
        keywords(document, row);
        places(document, row);
        add(document, IndexFields.POLICY, SearchFields.texts(row, "policy_general"));
        add(document, IndexFields.SCOPE, SearchFields.texts(row, "info_scope"));
        add(document, IndexFields.KIND, SearchFields.texts(row, "info_types"));
        add(document, IndexFields.WEBSITE, SearchFields.texts(row, "website"));
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
        String asn = row.text("asn");
        if (!asn.isEmpty()) {
            document.add(new StringField(IndexFields.ASN, asn, Field.Store.NO));
        }
        for (String set : row.text("irr_as_set").split("[\\s,]+")) {
            String folded = cut(Folding.key(set));
            if (!folded.isEmpty()) {
                document.add(new StringField(IndexFields.AS_SET, folded, Field.Store.NO));
                // People know a set by its own name, without the registry and the path before it.
                for (int mark = folded.indexOf(':'); mark >= 0; mark = folded.indexOf(':', mark + 1)) {
                    if (mark + 1 < folded.length() && folded.charAt(mark + 1) != ':') {
                        document.add(new StringField(IndexFields.AS_SET, folded.substring(mark + 1), Field.Store.NO));
                    }
                }
            }
        }
    }

    private static void places(Document document, Row row) {
        List<String> country = SearchFields.country(row);
        List<String> all = new ArrayList<>(SearchFields.texts(row, "address1", "address2", "city", "state", "zipcode"));
        all.addAll(country);
        add(document, IndexFields.PLACE, all);
        add(document, IndexFields.CITY, SearchFields.texts(row, "city"));
        add(document, IndexFields.STATE, SearchFields.texts(row, "state"));
        add(document, IndexFields.ZIP, SearchFields.texts(row, "zipcode"));
        add(document, IndexFields.ADDRESS, SearchFields.texts(row, "address1", "address2"));
        add(document, IndexFields.REGION, SearchFields.texts(row, "region_continent"));
        add(document, IndexFields.COUNTRY, country);
    }

    private static void add(Document document, String name, List<String> texts) {
        List<Tokenizer.Token> tokens = Tokenizer.positionedTokens(texts);
        if (!tokens.isEmpty()) {
            document.add(new Field(name, new WordTokenStream(tokens), WORDS));
        }
    }

    private static String cut(String text) {
        return text.length() <= 255 ? text : text.substring(0, 255);
    }

    private static FieldType textFieldType(IndexOptions options) {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.setIndexOptions(options);
        type.freeze();
        return type;
    }
}
