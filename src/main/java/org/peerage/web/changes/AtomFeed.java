package org.peerage.web.changes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.peerage.access.changes.ChangeAudience;
import org.peerage.access.changes.ChangeCriteria;
import org.peerage.access.changes.ChangeFinder;
import org.peerage.access.changes.DisclosedChange;
import org.peerage.i18n.Languages;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Row;
import org.peerage.web.objects.ChangeEntries;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/**
 * Changes as an Atom feed (RFC 4287): what everybody may see, the same for all, in English; nothing about persons, nor who
 * did it.
 */
final class AtomFeed {
    private static final String NAMESPACE = "http://www.w3.org/2005/Atom";
    private static final int ENTRIES = 50;

    private final PageRequest request;
    private final XMLStreamWriter out;
    private final String site;
    private final String session;

    private AtomFeed(PageRequest request, XMLStreamWriter out, String session) {
        this.request = request;
        this.out = out;
        this.site = request.siteUrl();
        this.session = session;
    }

    /** The feed of a page. */
    static PageResponse answer(
            PageRequest request,
            String title,
            String path,
            String query,
            ChangeCriteria criteria,
            ChangeFinder.LogPosition before,
            ChangeFinder finder)
            throws SQLException {
        String session = request.services().store().session();
        String entityTag = "\"" + session + "." + request.snapshot().version() + "\"";
        Map<String, String> headers = Map.of("ETag", entityTag, "Cache-Control", "public, max-age=60");
        if (request.knows(entityTag)) {
            return new PageResponse.BytesResponse(304, "application/atom+xml; charset=utf-8", new byte[0], headers);
        }
        ChangeFinder.ChangePage page =
                finder.newest(criteria, ChangeAudience.everybody(request.snapshot()), before, ENTRIES, false);
        byte[] content = Languages.english().during(() -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 * 1024);
            try {
                XMLStreamWriter out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
                new AtomFeed(request, out, session).write(title, path, query, page);
                out.close();
            } catch (XMLStreamException impossible) {
                throw new IllegalStateException(impossible); // it is written into memory
            }
            return bytes.toByteArray();
        });
        return new PageResponse.BytesResponse("application/atom+xml; charset=utf-8", content, headers);
    }

    private void write(String title, String path, String query, ChangeFinder.ChangePage page)
            throws XMLStreamException {
        String suffix = query.isEmpty() ? "" : "?" + query;
        out.writeStartDocument("UTF-8", "1.0");
        out.writeStartElement("feed");
        out.writeDefaultNamespace(NAMESPACE);
        element("id", site + path + ".atom" + suffix);
        element("title", title);
        element("updated", updated(page.changes()).toString());
        link("self", "application/atom+xml", site + path + ".atom" + suffix);
        link("alternate", "text/html", site + path + suffix);
        if (page.next() != null) {
            link(
                    "next",
                    "application/atom+xml",
                    site + ChangesPages.link(path + ".atom", query, "before=" + page.next()));
        }
        out.writeStartElement("author");
        element("name", "Peerage");
        out.writeEndElement();
        for (DisclosedChange change : page.changes()) {
            Row row = request.snapshot().find(change.type(), change.id());
            if (row != null && change.disclosesFields()) {
                entry(change, row);
            }
        }
        out.writeEndElement();
        out.writeEndDocument();
    }

    private Instant updated(List<DisclosedChange> changes) {
        return changes.isEmpty()
                ? request.snapshot().time()
                : changes.getFirst().at();
    }

    private void entry(DisclosedChange change, Row row) throws XMLStreamException {
        out.writeStartElement("entry");
        String host = site.replaceFirst("^[a-z]+://", "").replaceFirst("[:/].*", "");
        element(
                "id",
                "tag:" + host + "," + change.at().atOffset(ZoneOffset.UTC).toLocalDate() + ":" + session + "/"
                        + change.version() + "/" + change.seq());
        element("title", Texts.text("changes.entry." + ChangeEntries.verb(change.apparentOperation()), name(row)));
        element("updated", change.at().toString());
        link("alternate", "text/html", site + row.url());
        element("summary", summary(change));
        out.writeEndElement();
    }

    /** A contact is called by its network: its own name is a person's. */
    private String name(Row row) {
        if (row.type() == Poc.TYPE) {
            Row network = request.snapshot().find(Poc.NET_ID.target(), row.get(Poc.NET_ID));
            return Texts.singular(row.type()) + " " + (network == null ? "" : network.name());
        }
        return Texts.kindAndName(row, request.snapshot());
    }

    private String summary(DisclosedChange change) {
        return ChangeEntries.differences(
                        request,
                        change,
                        told -> !told.field().isPersonal() && !told.field().isReadOnly())
                .stream()
                .map(field ->
                        field.label() + ": " + (field.before().isEmpty() ? "" : field.before() + " → ") + field.after())
                .collect(Collectors.joining("; "));
    }

    private void link(String relation, String type, String url) throws XMLStreamException {
        out.writeEmptyElement("link");
        out.writeAttribute("rel", relation);
        out.writeAttribute("type", type);
        out.writeAttribute("href", url);
    }

    private void element(String name, String text) throws XMLStreamException {
        out.writeStartElement(name);
        out.writeCharacters(readable(text));
        out.writeEndElement();
    }

    /** Without characters that XML has no place for. */
    private static String readable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .codePoints()
                .filter(c -> c == '\t' || c == '\n' || (c >= ' ' && c != 0xFFFE && c != 0xFFFF))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
