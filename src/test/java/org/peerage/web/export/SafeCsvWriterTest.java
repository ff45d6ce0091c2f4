package org.peerage.web.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.text.SpreadsheetCell;

/** Files that people open with other programs: nothing in them may become code there. */
class SafeCsvWriterTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+49 30 123", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")", "＝1"})
    void formulasAreMadeText(String text) {
        assertThat(SpreadsheetCell.withoutFormula(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Aurora", "12", "-0.1277", "+5", "192.0.2.1", "AS-SET", "a=b"})
    void ordinaryTextsAndNumbersStay(String text) {
        assertThat(SpreadsheetCell.withoutFormula(text)).isEqualTo(text);
    }

    @Test
    void quotesCommasAndLinesAreKept() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SafeCsvWriter sheet = new SafeCsvWriter(out)) {
            sheet.line(List.of("a,b", "say \"hi\"", "two\nlines"));
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"");
    }

    @Test
    void excelFilesHaveNumbersAsNumbersAndTextsAsTexts(@TempDir Path folder) throws IOException {
        Path book = folder.resolve("networks.xlsx");
        try (TableFile file = new ExcelFile(Files.newOutputStream(book), "Networks")) {
            file.line(List.of("asn", "zipcode"));
            file.line(List.of(64500L, "00100"));
            file.line(List.of(64501L, "=1+1\u0001"));
        }

        StringBuilder all = new StringBuilder();
        try (ZipFile zip = new ZipFile(book.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                all.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(all.toString())
                .contains("<v>64500</v>", "00100", "=1+1")
                .doesNotContain("<f>", "<v>00100</v>", "\u0001");
    }

    @Test
    void namesCannotBreakOutOfTheMap() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String evil = "</name><script>alert(1)</script> & ]]> \u0001\uFFFE 🚀";
        KmzFile.write(out, "t<", List.of(new Placemark(evil, "d", 1.5, -2.25, Map.of("a\"b", evil))));

        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(zip.getNextEntry().getName()).isEqualTo("doc.kml");
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(zip.readAllBytes()));
            assertThat(document.getElementsByTagName("script").getLength()).isZero();
            assertThat(document.getElementsByTagName("name").item(1).getTextContent())
                    .isEqualTo("</name><script>alert(1)</script> & ]]>  🚀");
            assertThat(document.getElementsByTagName("coordinates").item(0).getTextContent())
                    .isEqualTo("-2.25,1.5");
        }
    }
}
