package org.peerage.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** The words of all objects in memory, as of one snapshot; it follows newer ones by what differs. */
final class TextIndex implements AutoCloseable {
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private @Nullable Snapshot indexed;
    private volatile long version = Long.MIN_VALUE;

    /** Ids that fit, best first, and how many there are. */
    record RankedIds(List<ScoredId> rows, int total) {}

    /** An object of the type that was asked for. */
    record ScoredId(long id, float score) {}

    TextIndex() throws IOException {
        IndexWriterConfig config = new IndexWriterConfig();
        config.setCommitOnClose(false);
        config.setUseCompoundFile(false);
        config.setRAMBufferSizeMB(24);
        writer = new IndexWriter(new ByteBuffersDirectory(), config);
        searchers = new SearcherManager(writer, null);
    }

    /** The version that can be searched. */
    long version() {
        return version;
    }

    /** Makes the index that of a snapshot; only one thread at a time. */
    void follow(Snapshot snapshot) throws IOException {
        follow(snapshot, () -> false);
    }

    /**
     * The same, unless it is given up meanwhile: then the index is of no further use.
     *
     * @param isGivenUp asked for each object
     */
    void follow(Snapshot snapshot, BooleanSupplier isGivenUp) throws IOException {
        Snapshot before = indexed;
        if (before == null) {
            for (ObjectType type : SearchFields.TYPES) {
                List<Row> rows = new ArrayList<>();
                snapshot.forEach(type, row -> {
                    if (row.isActive()) {
                        rows.add(row);
                    }
                });
                for (Row row : rows) {
                    if (isGivenUp.getAsBoolean()) {
                        return;
                    }
                    long _ = writer.addDocument(IndexDocuments.of(row, snapshot));
                }
            }
            writer.forceMerge(1);
        } else {
            for (Row row : changed(before, snapshot)) {
                if (isGivenUp.getAsBoolean()) {
                    return;
                }
                put(row, snapshot);
            }
        }
        searchers.maybeRefreshBlocking();
        indexed = snapshot;
        version = snapshot.version();
    }

    /** How many rows differ from those that are indexed. */
    int distance(Snapshot snapshot) {
        Snapshot before = indexed;
        return before == null ? Integer.MAX_VALUE : changed(before, snapshot).size();
    }

    /** Rows that are new or differ, and those that show the name of an organization that does. */
    private static Set<Row> changed(Snapshot before, Snapshot now) {
        Set<Row> rows = new LinkedHashSet<>();
        for (ObjectType type : SearchFields.TYPES) {
            now.forEachChange(before, type, rows::add);
        }
        for (Row row : List.copyOf(rows)) {
            if (row.type() == Org.TYPE && isRenamed(before.find(Org.TYPE, row.id()), row)) {
                SearchFields.TYPES.forEach(type -> rows.addAll(owned(type, row.id(), now)));
            }
        }
        return rows;
    }

    private static boolean isRenamed(@Nullable Row before, Row now) {
        return before != null && !before.get(Org.NAME).equals(now.get(Org.NAME));
    }

    @SuppressWarnings("unchecked")
    private static List<Row> owned(ObjectType type, long organization, Snapshot snapshot) {
        Optional<Field<?>> reference = type.field("org_id");
        return reference
                .map(field -> snapshot.referring((Field<Long>) field, organization))
                .orElse(List.of());
    }

    private void put(Row row, Snapshot snapshot) throws IOException {
        Term key = new Term(IndexFields.KEY, SearchFields.key(row));
        if (row.isActive()) {
            long _ = writer.updateDocument(key, IndexDocuments.of(row, snapshot));
        } else {
            long _ = writer.deleteDocuments(key);
        }
    }

    /** The best that fit, of each of these types; the words that a query stands for are looked up once for all. */
    List<RankedIds> search(List<ObjectType> types, Query query, int limit) {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                int max = Math.max(1, Math.min(limit, searcher.getIndexReader().maxDoc()));
                Query rewritten = searcher.rewrite(query);
                List<RankedIds> ranked = new ArrayList<>();
                for (ObjectType type : types) {
                    Query ofType = new BooleanQuery.Builder()
                            .add(rewritten, Occur.MUST)
                            .add(new TermQuery(new Term(IndexFields.TYPE, type.typeName())), Occur.FILTER)
                            .build();
                    TopDocs found =
                            searcher.search(ofType, new TopScoreDocCollectorManager(max, null, Integer.MAX_VALUE));
                    ranked.add(new RankedIds(rows(searcher, found), (int) found.totalHits.value()));
                }
                return ranked;
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private static List<ScoredId> rows(IndexSearcher searcher, TopDocs found) throws IOException {
        List<ScoredId> rows = new ArrayList<>(found.scoreDocs.length);
        var leaves = searcher.getIndexReader().leaves();
        for (ScoreDoc doc : found.scoreDocs) {
            var leaf = leaves.get(ReaderUtil.subIndex(doc.doc, leaves));
            NumericDocValues ids = leaf.reader().getNumericDocValues(IndexFields.ID);
            if (ids != null && ids.advanceExact(doc.doc - leaf.docBase)) {
                rows.add(new ScoredId(ids.longValue(), doc.score));
            }
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        searchers.close();
        writer.rollback();
    }
}
