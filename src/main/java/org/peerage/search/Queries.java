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
record Queries(Snapshot snapshot, boolean typos) {
    private static final float IS_THE_NUMBER = 200;
    private static final float IS_THE_NAME = 100;
    private static final float BEGINS_THE_NAME = 10;
    private static final float SIZE = 4;
    private static final float USUAL_SIZE = 30;

    /** What a word is worth, by where it is found. */
    private static final Map<String, Float> WORTH =
            Map.of(Names.NAME, 8f, Names.ALIAS, 6f, Names.ORG, 3f, Names.PLACE, 2f);

    /** A word that was typed in part is worth less. */
    private static final float BEGINNING = 0.6f;

    private static final float TYPO = 0.25f;

    Query of(Wanted wanted, String typed) {
        BooleanQuery.Builder query = new BooleanQuery.Builder().add(part(wanted), Occur.MUST);
        String whole = Folding.key(typed.strip());
        if (!whole.isEmpty() && whole.length() <= 255) {
            query.add(worth(new TermQuery(new Term(Names.WHOLE, whole)), IS_THE_NAME), Occur.SHOULD);
            query.add(worth(new PrefixQuery(new Term(Names.WHOLE, whole)), BEGINS_THE_NAME), Occur.SHOULD);
        }
        query.add(FeatureField.newSaturationQuery(Names.SIZE, "links", SIZE, USUAL_SIZE), Occur.SHOULD);
        return query.build();
    }

    private Query part(Wanted wanted) {
        return switch (wanted) {
            case Wanted.Word(String text, boolean open) -> word(text, open);
            case Wanted.Phrase(String text) -> phrase(text);
            case Wanted.Of(String field, Wanted value) -> of(field, value);
            case Wanted.Address(String text) ->
                keys(new Addresses(snapshot).owners(text).keySet());
            case Wanted.Near near -> keys(new Nearby(snapshot).keys(near));
            case Wanted.In(String place, boolean networks) -> keys(Cities.in(place, networks, snapshot));
            case Wanted.All(List<Wanted> parts) -> all(parts);
            case Wanted.Any(List<Wanted> parts) ->
                new DisjunctionMaxQuery(parts.stream().map(this::part).toList(), 0);
            case Wanted.Not not -> all(List.of(not));
        };
    }

    private Query all(List<Wanted> parts) {
        BooleanQuery.Builder every = new BooleanQuery.Builder();
        boolean anything = false;
        for (Wanted wanted : parts) {
            if (wanted instanceof Wanted.Not(Wanted unwanted)) {
                every.add(new Queries(snapshot, false).part(unwanted), Occur.MUST_NOT);
            } else {
                every.add(part(wanted), Occur.MUST);
                anything = true;
            }
        }
        if (!anything) {
            every.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        }
        return every.build();
    }

    private Query word(String text, boolean open) {
        if (Addresses.isMeant(text)) {
            return keys(new Addresses(snapshot).owners(text).keySet());
        }
        List<Query> ways = new ArrayList<>();
        number(text, open, ways);
        asSet(text, open, ways);
        List<String> pieces = Words.pieces(text);
        WORTH.forEach((field, worth) -> inField(field, pieces, open, worth, ways));
        return any(ways);
    }

    private static void number(String text, boolean open, List<Query> ways) {
        Optional<Asn> asn = Asn.parse(text);
        asn.ifPresent(number -> {
            ways.add(worth(new TermQuery(new Term(Names.ASN, number.toString())), IS_THE_NUMBER));
            if (open) {
                ways.add(worth(new PrefixQuery(new Term(Names.ASN, number.toString())), 4));
            }
        });
    }

    private static void asSet(String text, boolean open, List<Query> ways) {
        String folded = Folding.key(text);
        if (folded.length() > 2 && folded.length() <= 255) {
            ways.add(worth(new TermQuery(new Term(Names.AS_SET, folded)), 20));
            int part = folded.lastIndexOf(':') + 1;
            if (part > 0 && folded.length() - part > 2) {
                // The same set may be listed with another registry, or another path, before it.
                ways.add(worth(new TermQuery(new Term(Names.AS_SET, folded.substring(part))), 10));
            }
            if (open) {
                ways.add(worth(new PrefixQuery(new Term(Names.AS_SET, folded)), 5));
            }
        }
    }

    /** The ways in which a field can have a word, that may be of several pieces: {@code ams-ix}. */
    private void inField(String field, List<String> pieces, boolean open, float worth, List<Query> ways) {
        if (pieces.isEmpty()) {
            return;
        }
        String joined = Words.joined(pieces);
        ways.add(worth(new TermQuery(new Term(field, joined)), worth));
        if (open) {
            ways.add(worth(new PrefixQuery(new Term(field, joined)), worth * BEGINNING));
        }
        if (pieces.size() > 1) {
            ways.add(worth(pieceByPiece(field, pieces, open), worth * 0.9f));
        }
        if (typos) {
            // Of places, names of cities are what people misspell, and there are few of them.
            String where = field.equals(Names.PLACE) ? Names.CITY : field;
            distance(joined).ifPresent(most -> ways.add(worth(fuzzy(where, joined, most), worth * TYPO)));
            if (pieces.size() > 1) {
                BooleanQuery.Builder every = new BooleanQuery.Builder();
                pieces.forEach(piece -> every.add(
                        distance(piece)
                                .<Query>map(most -> fuzzy(where, piece, most))
                                .orElseGet(() -> new TermQuery(new Term(where, piece))),
                        Occur.MUST));
                ways.add(worth(every.build(), worth * TYPO));
            }
        }
    }

    private static Query pieceByPiece(String field, List<String> pieces, boolean open) {
        if (!open) {
            return new PhraseQuery(field, pieces.toArray(String[]::new));
        }
        BooleanQuery.Builder every = new BooleanQuery.Builder();
        for (int i = 0; i < pieces.size(); i++) {
            Term term = new Term(field, pieces.get(i));
            every.add(i + 1 < pieces.size() ? new TermQuery(term) : new PrefixQuery(term), Occur.MUST);
        }
        return every.build();
    }

    private static Query fuzzy(String field, String word, int most) {
        return new FuzzyQuery(new Term(field, word), most, 1, 30, true);
    }

    /** How many letters may be wrong; short words, and what has a number in it, have to be right. */
    private static Optional<Integer> distance(String word) {
        boolean number = word.chars().anyMatch(Character::isDigit);
        return word.length() < 4 || number ? Optional.empty() : Optional.of(word.length() < 8 ? 1 : 2);
    }

    private static Query phrase(String text) {
        List<String> pieces = Words.pieces(text);
        if (pieces.isEmpty()) {
            return MatchNoDocsQuery.INSTANCE;
        }
        List<Query> ways = new ArrayList<>();
        WORTH.forEach(
                (field, worth) -> ways.add(worth(new PhraseQuery(field, pieces.toArray(String[]::new)), worth + 1)));
        asSet(text, false, ways);
        return any(ways);
    }

    private Query of(String field, Wanted value) {
        String text =
                switch (value) {
                    case Wanted.Word word -> word.text();
                    case Wanted.Phrase phrase -> phrase.text();
                    default -> "";
                };
        boolean open = value instanceof Wanted.Word word && word.open();
        return switch (field) {
            case Names.TYPE -> filter(new TermQuery(new Term(field, text.toLowerCase(Locale.ROOT))));
            case Names.ASN ->
                Asn.parse(text)
                        .<Query>map(asn -> worth(new TermQuery(new Term(field, asn.toString())), IS_THE_NUMBER))
                        .orElseGet(() -> MatchNoDocsQuery.INSTANCE);
            case Names.AS_SET -> {
                List<Query> ways = new ArrayList<>();
                asSet(text, open, ways);
                yield any(ways);
            }
            default -> words(field, Words.pieces(text), value instanceof Wanted.Phrase, open);
        };
    }

    private Query words(String field, List<String> pieces, boolean together, boolean open) {
        List<Query> ways = new ArrayList<>();
        if (together && !pieces.isEmpty()) {
            ways.add(worth(new PhraseQuery(field, pieces.toArray(String[]::new)), 8));
        } else {
            inField(field, pieces, open, 8, ways);
        }
        return any(ways);
    }

    private static Query keys(Collection<String> keys) {
        return worth(
                new TermInSetQuery(Names.KEY, keys.stream().map(BytesRef::new).toList()), IS_THE_NUMBER);
    }

    private static Query any(List<Query> ways) {
        return ways.isEmpty() ? MatchNoDocsQuery.INSTANCE : new DisjunctionMaxQuery(ways, 0);
    }

    private static Query filter(Query query) {
        return worth(query, 0);
    }

    private static Query worth(Query query, float worth) {
        return new BoostQuery(new ConstantScoreQuery(query), worth);
    }
}
