package org.peerage.web.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Points for maps and globes: KMZ, a zip of KML 2.2. */
final class KmzFile {
    static final String TYPE = "application/vnd.google-earth.kmz";

    private static final String KML = "http://www.opengis.net/kml/2.2";

    private KmzFile() {}

    static void write(OutputStream out, String folder, List<Placemark> places) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            zip.putNextEntry(new ZipEntry("doc.kml"));
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(zip, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("kml");
            xml.writeDefaultNamespace(KML);
            xml.writeStartElement("Document");
            xml.writeStartElement("Folder");
            text(xml, "name", folder);
            for (Placemark place : places) {
                placemark(xml, place);
            }
            xml.writeEndElement();
            xml.writeEndElement();
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
            zip.closeEntry();
        } catch (XMLStreamException failure) {
            throw new IOException(failure);
        }
    }

    private static void placemark(XMLStreamWriter xml, Placemark place) throws XMLStreamException {
        xml.writeStartElement("Placemark");
        text(xml, "name", place.name());
        text(xml, "description", place.description());
        xml.writeStartElement("ExtendedData");
        for (Map.Entry<String, String> data : place.data().entrySet()) {
            xml.writeStartElement("Data");
            xml.writeAttribute("name", data.getKey());
            text(xml, "value", data.getValue());
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeStartElement("Point");
        text(xml, "coordinates", place.longitude() + "," + place.latitude());
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void text(XMLStreamWriter xml, String element, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeCharacters(allowed(text));
        xml.writeEndElement();
    }

    /** XML 1.0 has no way to write some characters; they are left out. */
    static String allowed(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= 0x20 && c <= 0xD7FF)
                        || (c >= 0xE000 && c <= 0xFFFD)
                        || c >= 0x10000)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
