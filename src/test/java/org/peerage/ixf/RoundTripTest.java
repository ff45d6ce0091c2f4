package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.peerage.registry.OperationHandler;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.rules.Derivations;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.TrustedAuthor;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.IxLan;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** Made-up exchanges and feeds: what was imported leaves nothing to import, and what is exported changes nothing. */
class RoundTripTest {
    private static final int WORLDS = 150;
    private static final OperationHandler WRITER =
            new OperationHandler(RegistrySettings.STANDARD.takingDocumentationNumbers(true));
    private static final List<String> NETWORKS = List.of("Y", "Y2", "N", "N2", "Y", "Y2", "v6Y", "v6N");
    private static final String LETTERS = "pqrstuvw";

    @TestFactory
    Stream<DynamicTest> importedFeedsLeaveNothingToImport() {
        return IntStream.range(0, WORLDS)
                .mapToObj(seed -> DynamicTest.dynamicTest("world " + seed, () -> {
                    Random random = new Random(seed);
                    String given = rows(random);
                    byte[] feed = SampleExchange.feed(entries(random));
                    Snapshot before = new SampleExchange().given(given).snapshot();
                    Plan plan = plan(before, feed, Comparison.Settings.RELEASED);

                    Snapshot after = written(before, plan);

                    assertThat(changes(plan(after, feed, Comparison.Settings.RELEASED)))
                            .as("%s | %s", given, new String(feed, StandardCharsets.UTF_8))
                            .isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> exportedListsChangeNothing() {
        return IntStream.range(0, WORLDS)
                .mapToObj(seed -> DynamicTest.dynamicTest("world " + seed, () -> {
                    String given = rows(new Random(seed));
                    Snapshot snapshot = new SampleExchange().given(given).snapshot();
                    byte[] list = exported(snapshot);

                    Plan plan = plan(snapshot, list, Comparison.Settings.STANDARD);

                    assertThat(SampleExchange.told(plan))
                            .as("%s | %s", given, text(list))
                            .allMatch(line -> line.startsWith("notice"));
                    assertThat(plan.findings()).isEmpty();
                    assertThat(text(list)).as("an empty text is no URL").doesNotContain(":\"\"");
                    assertThat(MemberListSchema.findings(list)).isEmpty();
                }));
    }

    @Test
    void exportsSayWhatIsNotOperationalAndWhereItIs() {
        Snapshot snapshot =
                new SampleExchange().given("Y(p4,–) down @1; Y(–,q6) down").snapshot();

        assertThat(text(exported(snapshot)))
                .contains("\"state\":\"inactive\"", "\"pdb_facility_id\":1", "\"mask_length\":24", "\"ixf_id\":1");
    }

    private static String text(byte[] list) {
        return new String(list, StandardCharsets.UTF_8);
    }

    private static byte[] exported(Snapshot snapshot) {
        return new MemberListExport10(snapshot)
                .ofLan(SampleExchange.LAN, Instant.EPOCH)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Families that belong together mostly; else any two addresses are a pair. */
    private record Pairs(List<String> four, List<String> six) {
        static Pairs of(Random random) {
            List<String> four = letters("4");
            Collections.shuffle(four, random);
            List<String> six = letters("6");
            if (random.nextBoolean()) {
                six = four.stream().map(each -> each.charAt(0) + "6").toList();
            } else {
                Collections.shuffle(six, random);
            }
            return new Pairs(four, six);
        }

        private static List<String> letters(String family) {
            return new ArrayList<>(Arrays.stream(LETTERS.split(""))
                    .map(letter -> letter + family)
                    .toList());
        }
    }

    private static String rows(Random random) {
        Pairs pairs = Pairs.of(random);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < LETTERS.length(); i++) {
            if (random.nextInt(4) > 0) {
                String network = any(random, NETWORKS);
                String four = random.nextInt(4) > 0 ? pairs.four.get(i) : "–";
                String six = random.nextInt(3) > 0 || four.equals("–") ? pairs.six.get(i) : "–";
                rows.add(network + "(" + four + "," + six + ") " + any(random, List.of("10G", "20G"))
                        + any(random, List.of("", " rs", " down", " down @1", " @1", " deleted")));
            }
        }
        for (String network : List.of("Y", "Y2", "N")) {
            if (random.nextInt(5) == 0) {
                rows.add(network + " excludes "
                        + any(random, List.of("speed", "is_rs_peer", "operational", "speed+operational")));
            }
        }
        return String.join("; ", rows);
    }

    /** Addresses move to other pairs and networks, families come and go; none is there twice. */
    private static String entries(Random random) {
        Pairs pairs = Pairs.of(random);
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < LETTERS.length(); i++) {
            String network = any(random, NETWORKS);
            String four = pairs.four.get(i);
            String six = random.nextInt(5) > 0
                    ? pairs.six.get(i)
                    : SampleExchange.addressOf(pairs.six.get(i)).toUpperCase(Locale.ROOT);
            switch (random.nextInt(6)) {
                case 0, 1 -> entries.add(network + "{" + four + "," + six + "}" + words(random));
                case 2 -> { // two connections, which are a pair where they are alike
                    String words = words(random);
                    entries.add(network + "{" + four + "}" + words);
                    entries.add(network + "{" + six + "}" + (random.nextBoolean() ? words : words(random)));
                }
                case 3 -> // two entries of a connection
                    entries.add(network + "{" + four + "}" + words(random) + " + " + network + "{" + six + "}");
                case 4 -> entries.add(network + "{" + any(random, List.of(four, six)) + "}" + words(random));
                default -> {} // the exchange has it no longer
            }
        }
        Collections.shuffle(entries, random);
        return String.join("; ", entries);
    }

    private static String words(Random random) {
        return " " + any(random, List.of("10G", "20G"))
                + any(random, List.of("", " rs", " inactive", " routeserver=false", " at=1", " at=2"));
    }

    private static String any(Random random, List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private static Plan plan(Snapshot snapshot, byte[] feed, Comparison.Settings settings) {
        MemberList list = ((Reading.Document) MemberListReader.read(feed)).list();
        Row lan = Objects.requireNonNull(snapshot.find(IxLan.TYPE, SampleExchange.LAN));
        return Comparison.of(snapshot, lan, list, settings);
    }

    private static List<String> changes(Plan plan) {
        return plan.steps().stream()
                .filter(step -> step instanceof Step.Add
                        || step instanceof Step.Modify
                        || step instanceof Step.Delete
                        || step instanceof Step.SetFacility)
                .map(SampleExchange::told)
                .toList();
    }

    private static Snapshot written(Snapshot before, Plan plan) {
        WorkingCopy copy = new WorkingCopy(before, Instant.EPOCH);
        PlanWrite.of(plan, SampleExchange.LAN).pieces().forEach(piece -> assertThat(
                        WRITER.decide(piece, new TrustedAuthor("ixf-importer", false), ExternalFacts.NONE, copy))
                .isEmpty());
        Derivations.complete(copy);
        return before.with(
                before.version() + 1,
                Instant.EPOCH,
                copy.changes().stream().map(WorkingCopy.RowChange::after).toList(),
                List.of());
    }
}
