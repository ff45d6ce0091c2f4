package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.peerage.registry.OperationHandler;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.WritePiece;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.testing.Owner;

/** Plans that are carried out. */
class PlanWriteTest {
    private static final OperationHandler WRITER =
            new OperationHandler(RegistrySettings.STANDARD.takingDocumentationNumbers(true));
    private static final String[] NETWORKS = {"Y", "Y2", "N", "N2", "v6Y", "v6N"};

    private record Applied(Snapshot snapshot, List<Optional<Refusal>> refusals, List<WorkingCopy.RowChange> touches) {}

    @Test
    void rowsThatChangeHandsKeepTheirId() {
        Applied applied = apply("N(p4,p6)", "Y{p4,p6} 20G");

        assertThat(row(applied, 1).get(NetIxLan.NET_ID)).isEqualTo(64496);
        assertThat(row(applied, 1).get(NetIxLan.SPEED)).isEqualTo(20_000);
        assertThat(applied.touches)
                .extracting(WorkingCopy.RowChange::kind)
                .containsExactly(WorkingCopy.ChangeKind.REVIVE);
    }

    /** The row that holds ip4 is used (docs/spec/ixf.md §4.1); the one that holds ip6 loses it, and changes too (deviations §13). */
    @Test
    void foreignRowLosesTheAddressThatAnotherNetworkTakes() {
        Applied applied = apply("N(p4,p6) 1G rs; Y2(q4,q6) 5G", "Y{p4,q6} 20G; Y2{q4} 5G");

        assertThat(row(applied, 1).get(NetIxLan.NET_ID)).isEqualTo(64496);
        assertThat(row(applied, 1).find(NetIxLan.IPADDR6)).hasToString("2001:db8:1::14");
        assertThat(row(applied, 1).get(NetIxLan.IS_RS_PEER)).isFalse();
        assertThat(row(applied, 2).status()).isEqualTo(Status.OK);
        assertThat(row(applied, 2).find(NetIxLan.IPADDR6)).isNull();
        assertThat(row(applied, 2).get(NetIxLan.SPEED)).isEqualTo(5_000);
        assertThat(applied.touches)
                .filteredOn(change -> change.after().id() == 2)
                .singleElement()
                .matches(change -> change.kind() != WorkingCopy.ChangeKind.DERIVE, "is saved, so that since serves it");
    }

    @Test
    void foreignRowThatIsLeftWithoutAnAddressIsDeleted() {
        Applied applied = apply("N(p4,–); N2(–,p6)", "Y{p4,p6}");

        assertThat(applied.refusals).containsOnly(Optional.empty());
        assertThat(row(applied, 1).get(NetIxLan.NET_ID)).isEqualTo(64496);
        assertThat(row(applied, 1).find(NetIxLan.IPADDR6)).hasToString("2001:db8:1::a");
        assertThat(row(applied, 2).status()).isEqualTo(Status.DELETED);
    }

    @Test
    void deletedForeignRowComesBackAsTheOtherNetworks() {
        Applied applied = apply("N(p4,p6) 1G rs deleted", "Y{p4,p6} 20G");

        assertThat(row(applied, 1).get(NetIxLan.NET_ID)).isEqualTo(64496);
        assertThat(row(applied, 1).get(NetIxLan.ASN).value()).isEqualTo(64496);
        assertThat(row(applied, 1).status()).isEqualTo(Status.OK);
        assertThat(row(applied, 1).get(NetIxLan.IS_RS_PEER)).isFalse();
    }

    @Test
    void deletedRowsComeBackWithTheirId() {
        Applied applied = apply("Y(p4,p6) 1G rs deleted", "Y{p4,p6}");

        assertThat(row(applied, 1).status()).isEqualTo(Status.OK);
        assertThat(row(applied, 1).get(NetIxLan.IS_RS_PEER)).isFalse();
    }

    @Test
    void twoRowsBecomeOne() {
        Applied applied = apply("Y(p4,–); Y(–,p6)", "Y{p4,p6}");

        assertThat(row(applied, 1).find(NetIxLan.IPADDR6)).hasToString("2001:db8:1::a");
        assertThat(row(applied, 2).status()).isEqualTo(Status.DELETED);
        assertThat(applied.touches).extracting(WorkingCopy.RowChange::kind).contains(WorkingCopy.ChangeKind.DELETE);
    }

    @Test
    void rowsOfANetworkExchangeAddresses() {
        Applied applied = apply("Y(p4,p6); Y(q4,q6)", "Y{p4,q6}; Y{q4,p6}");

        assertThat(applied.refusals).containsOnly(Optional.empty());
        assertThat(row(applied, 1).find(NetIxLan.IPADDR6)).hasToString("2001:db8:1::14");
        assertThat(row(applied, 2).find(NetIxLan.IPADDR6)).hasToString("2001:db8:1::a");
    }

    @Test
    void networksExchangeConnections() {
        Applied applied = apply("Y(p4,p6); Y2(q4,q6)", "Y{q4,q6}; Y2{p4,p6}");

        assertThat(row(applied, 1).get(NetIxLan.NET_ID)).isEqualTo(64500);
        assertThat(row(applied, 2).get(NetIxLan.NET_ID)).isEqualTo(64496);
    }

    @Test
    void facilitiesAreSetWithTheRow() {
        Applied applied = apply("N(q4,–)", "Y{p4,p6} at=1; N{q4} at=2");

        assertThat(row(applied, 2).find(NetIxLan.IX_SIDE_ID)).isEqualTo(1);
        assertThat(row(applied, 1).find(NetIxLan.IX_SIDE_ID)).isEqualTo(2);
    }

    @Test
    void rowsThatBreakARuleDoNotStopTheOthers() {
        Snapshot snapshot = new SampleExchange()
                .without(org.peerage.registry.types.Poc.TYPE)
                .given("N(p4,p6)")
                .snapshot();
        Applied applied = apply(snapshot, SampleExchange.feed("Y{q4,q6}; N{p4,p6} at=1"));

        assertThat(applied.refusals).hasSize(2);
        assertThat(applied.refusals.getFirst()).get().isInstanceOf(Refusal.Invalid.class);
        assertThat(row(applied, 1).find(NetIxLan.IX_SIDE_ID)).isEqualTo(1);
    }

    @Test
    void rowsThatChangedMeanwhileAreLeftAlone() {
        Snapshot snapshot = new SampleExchange().given("Y(p4,p6) 20G").snapshot();
        List<WritePiece> pieces = PlanWrite.of(plan(snapshot, SampleExchange.feed("Y{p4,p6}")), SampleExchange.LAN)
                .pieces();
        Row changed = Objects.requireNonNull(snapshot.find(NetIxLan.TYPE, 1)).toBuilder()
                .set(NetIxLan.SPEED, 40_000L)
                .build();
        WorkingCopy work = new WorkingCopy(snapshot.with(2, Instant.EPOCH, List.of(changed)), Instant.EPOCH);

        assertThat(WRITER.decide(pieces.getFirst(), Owner.BOUND, ExternalFacts.NONE, work))
                .contains(new Refusal.VersionMismatch());
        assertThat(work.changes()).isEmpty();
    }

    /** Whatever rows and feed: once a plan is carried out, nothing is left to be done; what is proposed or held stays. */
    @Test
    void plansLeaveNothingToBeDone() {
        Random random = new Random(20);
        for (int i = 0; i < 1_500; i++) {
            String given = connections(random, "(", ")");
            String feed = connections(random, "{", "}").replace("–,", "").replace(",–", "");
            Applied applied = apply(given, feed);

            assertThat(applied.refusals).as(given + " | " + feed).allMatch(Optional::isEmpty);
            assertThat(plan(applied.snapshot, SampleExchange.feed(feed)).steps())
                    .as(given + " | " + feed)
                    .noneMatch(step -> step instanceof Step.Add
                            || step instanceof Step.Modify
                            || step instanceof Step.Delete
                            || step instanceof Step.SetFacility);
        }
    }

    private static String connections(Random random, String open, String close) {
        List<String> fours = addresses(random, "4");
        List<String> sixes = addresses(random, "6");
        return IntStream.range(0, random.nextInt(6))
                .mapToObj(i -> {
                    String four = random.nextInt(5) == 0 ? "–" : fours.get(i);
                    String six = random.nextInt(4) == 0 && !four.equals("–") ? "–" : sixes.get(i);
                    String details = (random.nextBoolean() ? " 20G" : "")
                            + (random.nextInt(3) == 0 ? " rs" : "")
                            + (open.equals("{") && random.nextInt(4) == 0 ? " at=1" : "")
                            + (open.equals("{") && random.nextInt(6) == 0 ? " inactive" : "");
                    return NETWORKS[random.nextInt(NETWORKS.length)] + open + four + "," + six + close + details;
                })
                .collect(Collectors.joining("; "));
    }

    private static List<String> addresses(Random random, String family) {
        List<String> names = new ArrayList<>(Stream.of("p", "q", "r", "s", "t", "u")
                .map(letter -> letter + family)
                .toList());
        Collections.shuffle(names, random);
        return names;
    }

    private static Applied apply(String given, String feed) {
        return apply(new SampleExchange().given(given).snapshot(), SampleExchange.feed(feed));
    }

    private static Applied apply(Snapshot snapshot, byte[] feed) {
        WorkingCopy work = new WorkingCopy(snapshot, Instant.EPOCH);
        List<Optional<Refusal>> refusals = PlanWrite.of(plan(snapshot, feed), SampleExchange.LAN).pieces().stream()
                .map(piece -> WRITER.decide(piece, Owner.BOUND, ExternalFacts.NONE, work))
                .toList();
        List<Row> rows =
                work.changes().stream().map(WorkingCopy.RowChange::after).toList();
        return new Applied(snapshot.with(2, Instant.EPOCH, rows), refusals, work.changes());
    }

    private static Plan plan(Snapshot snapshot, byte[] feed) {
        return Comparison.of(
                snapshot,
                Objects.requireNonNull(snapshot.find(IxLan.TYPE, SampleExchange.LAN)),
                ((Reading.Document) MemberListReader.read(feed)).list(),
                Comparison.Settings.STANDARD);
    }

    private static Row row(Applied applied, long id) {
        return Objects.requireNonNull(applied.snapshot.find(NetIxLan.TYPE, id));
    }
}
