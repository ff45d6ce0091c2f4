package org.peerage.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.peerage.net.Asn;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;

/**
 * Turns what is wanted into a query of the index. Each way to fit is worth a fixed amount, so that ranks can be
 * foretold: an AS number or a whole name before the beginning of a name, before words of it, before other names, the
 * organization and the place; among equals the one that more is connected to.
 *
 * @param typos whether words that differ by a letter or two fit, too
 */
record LuceneQueries(Snapshot snapshot, boolean typos) {
    private static final float IS_THE_NUMBER = 200;
    private static final float IS_THE_NAME = 100;
    private static final float BEGINS_THE_NAME = 10;
    private static final float SIZE = 4;
    private static final float USUAL_SIZE = 30;

    /** What a word is worth, by where it is found. */
    private static final Map<String, Float> BOOST =
            Map.of(IndexFields.NAME, 8f, IndexFields.ALIAS, 6f, IndexFields.ORG, 3f, IndexFields.PLACE, 2f);

    /** A word that was typed in part is worth less. */
    private static final float BEGINNING = 0.6f;

    private static final float TYPO = 0.25f;

    Query of(QueryNode node, String typed) {
        BooleanQuery.Builder query = new BooleanQuery.Builder().add(part(node), Occur.MUST);
        String whole = Folding.key(typed.strip());
        if (!whole.isEmpty() && whole.length() <= 255) {
            query.add(boost(new TermQuery(new Term(IndexFields.FULL_NAME, whole)), IS_THE_NAME), Occur.SHOULD);
            query.add(boost(new PrefixQuery(new Term(IndexFields.FULL_NAME, whole)), BEGINS_THE_NAME), Occur.SHOULD);
        }
        query.add(FeatureField.newSaturationQuery(IndexFields.SIZE, "links", SIZE, USUAL_SIZE), Occur.SHOULD);
        return query.build();
    }

    private Query part(QueryNode node) {
        return switch (node) {
            case QueryNode.WordNode(String text, boolean open) -> word(text, open);
            case QueryNode.PhraseNode(String text) -> phrase(text);
            case QueryNode.FieldNode(String field, QueryNode value) -> of(field, value);
            case QueryNode.IpNode(String text) ->
                keys(new IpOwners(snapshot).owners(text).keySet());
            case QueryNode.NearNode near -> keys(new GeoSearch(snapshot).keys(near));
            case QueryNode.CityNode(String place, boolean networks) -> keys(CityQuery.in(place, networks, snapshot));
            case QueryNode.AndNode(List<QueryNode> parts) -> all(parts);
            case QueryNode.OrNode(List<QueryNode> parts) ->
                new DisjunctionMaxQuery(parts.stream().map(this::part).toList(), 0);
            case QueryNode.NotNode not -> all(List.of(not));
        };
    }

    private Query all(List<QueryNode> parts) {
        BooleanQuery.Builder every = new BooleanQuery.Builder();
        boolean anything = false;
        for (QueryNode node : parts) {
            if (node instanceof QueryNode.NotNode(QueryNode unwanted)) {
                every.add(new LuceneQueries(snapshot, false).part(unwanted), Occur.MUST_NOT);
            } else {
                every.add(part(node), Occur.MUST);
                anything = true;
            }
        }
        if (!anything) {
            every.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        }
        return every.build();
    }

    private Query word(String text, boolean open) {
        if (IpOwners.isIpAddress(text)) {
            return keys(new IpOwners(snapshot).owners(text).keySet());
        }
        List<Query> ways = new ArrayList<>();
        number(text, open, ways);
        asSet(text, open, ways);
        List<String> tokens = Tokenizer.tokens(text);
        BOOST.forEach((field, worth) -> inField(field, tokens, open, worth, ways));
        return any(ways);
    }

    private static void number(String text, boolean open, List<Query> ways) {
        Optional<Asn> asn = Asn.parse(text);
        asn.ifPresent(number -> {
            ways.add(boost(new TermQuery(new Term(IndexFields.ASN, number.toString())), IS_THE_NUMBER));
            if (open) {
                ways.add(boost(new PrefixQuery(new Term(IndexFields.ASN, number.toString())), 4));
            }
        });
    }

    private static void asSet(String text, boolean open, List<Query> ways) {
        String folded = Folding.key(text);
        if (folded.length() > 2 && folded.length() <= 255) {
            ways.add(boost(new TermQuery(new Term(IndexFields.AS_SET, folded)), 20));
            int part = folded.lastIndexOf(':') + 1;
            if (part > 0 && folded.length() - part > 2) {
                // The same set may be listed with another registry, or another path, before it.
                ways.add(boost(new TermQuery(new Term(IndexFields.AS_SET, folded.substring(part))), 10));
            }
            if (open) {
                ways.add(boost(new PrefixQuery(new Term(IndexFields.AS_SET, folded)), 5));
            }
        }
    }

    /** The ways in which a field can have a word, that may be of several pieces: {@code ams-ix}. */
    private void inField(String field, List<String> tokens, boolean open, float boost, List<Query> ways) {
        if (tokens.isEmpty()) {
            return;
        }
        String joined = Tokenizer.joined(tokens);
        ways.add(boost(new TermQuery(new Term(field, joined)), boost));
        if (open) {
            ways.add(boost(new PrefixQuery(new Term(field, joined)), boost * BEGINNING));
        }
        if (tokens.size() > 1) {
            ways.add(boost(pieceByPiece(field, tokens, open), boost * 0.9f));
        }
        if (typos) {
            // Of places, names of cities are what people misspell, and there are few of them.
            String where = field.equals(IndexFields.PLACE) ? IndexFields.CITY : field;
            distance(joined).ifPresent(max -> ways.add(boost(fuzzy(where, joined, max), boost * TYPO)));
            if (tokens.size() > 1) {
                BooleanQuery.Builder every = new BooleanQuery.Builder();
                tokens.forEach(piece -> every.add(
                        distance(piece)
                                .<Query>map(max -> fuzzy(where, piece, max))
                                .orElseGet(() -> new TermQuery(new Term(where, piece))),
                        Occur.MUST));
                ways.add(boost(every.build(), boost * TYPO));
            }
        }
    }

    private static Query pieceByPiece(String field, List<String> tokens, boolean open) {
        if (!open) {
            return new PhraseQuery(field, tokens.toArray(String[]::new));
        }
        BooleanQuery.Builder every = new BooleanQuery.Builder();
        for (int i = 0; i < tokens.size(); i++) {
            Term term = new Term(field, tokens.get(i));
            every.add(i + 1 < tokens.size() ? new TermQuery(term) : new PrefixQuery(term), Occur.MUST);
        }
        return every.build();
    }

    private static Query fuzzy(String field, String word, int max) {
        return new FuzzyQuery(new Term(field, word), max, 1, 30, true);
    }

    /** How many letters may be wrong; short words, and what has a number in it, have to be right. */
    private static Optional<Integer> distance(String word) {
        boolean number = word.chars().anyMatch(Character::isDigit);
        return word.length() < 4 || number ? Optional.empty() : Optional.of(word.length() < 8 ? 1 : 2);
    }

    private static Query phrase(String text) {
        List<String> tokens = Tokenizer.tokens(text);
        if (tokens.isEmpty()) {
            return MatchNoDocsQuery.INSTANCE;
        }
        List<Query> ways = new ArrayList<>();
        BOOST.forEach(
                (field, worth) -> ways.add(boost(new PhraseQuery(field, tokens.toArray(String[]::new)), worth + 1)));
        asSet(text, false, ways);
        return any(ways);
    }

    private Query of(String field, QueryNode value) {
        String text =
                switch (value) {
                    case QueryNode.WordNode word -> word.text();
                    case QueryNode.PhraseNode phrase -> phrase.text();
                    default -> "";
                };
        boolean open = value instanceof QueryNode.WordNode word && word.open();
        return switch (field) {
            case IndexFields.TYPE -> filter(new TermQuery(new Term(field, text.toLowerCase(Locale.ROOT))));
            case IndexFields.ASN ->
                Asn.parse(text)
                        .<Query>map(asn -> boost(new TermQuery(new Term(field, asn.toString())), IS_THE_NUMBER))
                        .orElseGet(() -> MatchNoDocsQuery.INSTANCE);
            case IndexFields.AS_SET -> {
                List<Query> ways = new ArrayList<>();
                asSet(text, open, ways);
                yield any(ways);
            }
            default -> words(field, Tokenizer.tokens(text), value instanceof QueryNode.PhraseNode, open);
        };
    }

    private Query words(String field, List<String> tokens, boolean together, boolean open) {
        List<Query> ways = new ArrayList<>();
        if (together && !tokens.isEmpty()) {
            ways.add(boost(new PhraseQuery(field, tokens.toArray(String[]::new)), 8));
        } else {
            inField(field, tokens, open, 8, ways);
        }
        return any(ways);
    }

    private static Query keys(Collection<String> keys) {
        return boost(
                new TermInSetQuery(
                        IndexFields.KEY, keys.stream().map(BytesRef::new).toList()),
                IS_THE_NUMBER);
    }

    private static Query any(List<Query> ways) {
        return ways.isEmpty() ? MatchNoDocsQuery.INSTANCE : new DisjunctionMaxQuery(ways, 0);
    }

    private static Query filter(Query query) {
        return boost(query, 0);
    }

    private static Query boost(Query query, float boost) {
        return new BoostQuery(new ConstantScoreQuery(query), boost);
    }
}
