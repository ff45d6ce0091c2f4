package org.peerage.snapshot;

import java.util.List;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.text.Folding;

/** A text of a row, folded, has one of some folded parts in the right place. */
final class TextCondition implements PageCondition {
    private final SearchColumn.TextSource source;
    private final SearchColumn.MatchPosition fit;
    private final List<String> parts;
    private final List<SearchColumn.SearchTerm> wanted;

    private TextCondition(SearchColumn.TextSource source, List<String> parts, SearchColumn.MatchPosition fit) {
        this.source = source;
        this.fit = fit;
        this.parts = List.copyOf(parts);
        this.wanted = parts.stream()
                .map(part -> new SearchColumn.SearchTerm(part, fit))
                .toList();
    }

    static TextCondition ofText(Field<?> field, String part, SearchColumn.MatchPosition fit) {
        return new TextCondition(new SearchColumn.TextSource(field, false), List.of(part), fit);
    }

    static TextCondition ofItems(Field<List<String>> field, List<String> parts, SearchColumn.MatchPosition fit) {
        return new TextCondition(new SearchColumn.TextSource(field, true), parts, fit);
    }

    @Override
    public boolean matches(Row row, Rows rows) {
        return source.anyOf(row, this::fits);
    }

    private boolean fits(String text) {
        String folded = Folding.fold(text);
        for (String part : parts) {
            boolean fits =
                    switch (fit) {
                        case ANYWHERE -> folded.contains(part);
                        case AT_START -> folded.startsWith(part);
                        case WHOLE -> folded.equals(part);
                    };
            if (fits) {
                return true;
            }
        }
        return false;
    }

    @Override
    public long candidates(Page page) {
        SearchColumn column = page.column(source);
        long matches = 0;
        for (SearchColumn.SearchTerm one : wanted) {
            matches |= column.matches(one);
        }
        return matches;
    }

    @Override
    public boolean isExact() {
        return true;
    }
}
