package org.peerage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.peerage.testing.TestRow.aContact;
import static org.peerage.testing.TestRow.aFacility;
import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.anExchange;
import static org.peerage.testing.TestRow.anOrganization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.peerage.access.AccountChangeResult;
import org.peerage.access.NewUser;
import org.peerage.access.Transactions;
import org.peerage.access.rights.Role;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.rules.AccessRight;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.TrustedAuthor;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Database;
import org.peerage.testing.AdjustableClock;
import org.peerage.testing.TestRow;

/** A registry in which each job has something to do, two of a kind where it can. */
final class JobWorld {
    private static final Author STAFF = new TrustedAuthor("staff", true);
    private static final String[] WHICH = {"One", "Two"};

    private final JobNode node;
    private final AdjustableClock clock;
    private final Transactions rows;

    private JobWorld(JobNode node, Database database, AdjustableClock clock) {
        this.node = node;
        this.clock = clock;
        this.rows = new Transactions(database.source());
    }

    /**
     * Makes it, and puts the clock to the moment at which everything is due.
     *
     * @param feed the address of an exchange's member list
     */
    static void make(JobNode node, Database database, AdjustableClock clock, Path rirFiles, String feed)
            throws Exception {
        new JobWorld(node, database, clock).make(rirFiles, feed);
    }

    private void make(Path rirFiles, String feed) throws Exception {
        for (Setting on : List.of(Setting.ORPHANED_ACCOUNTS, Setting.ASK_COORDINATES, Setting.AS_SETS)) {
            node.settings().set(on, "on", "test");
        }
        Row organization = create(anOrganization());
        long admin = user("admin", true);
        node.accounts().change(store -> store.join(admin, organization.id(), Role.ADMIN));
        for (int i = 0; i < 2; i++) {
            organizationThingsOf(i, organization);
        }
        Row exchange = create(anExchange().under(organization));
        Row listed = create(aNetwork().withName("Listed").withAsn(20_100).under(organization));
        execute(
                "update ixlan set ixf_ixp_member_list_url = ?, ixf_ixp_import_enabled = ? where ix_id = ?",
                feed,
                true,
                exchange.id());
        execute(
                "update ix set ixf_import_request = 1, ixf_import_request_status = 'queued' where id = ?",
                exchange.id());
        execute("update net set allow_ixp_update = ? where id = ?", true, listed.id());
        execute("insert into ixf_switched (net_id) values (?)", listed.id());
        execute(
                "insert into ixf_notice (audience, ixlan_id, asn, kind, content, recipient, created_at, closed_at, outcome)"
                        + " values ('staff', 1, 0, 'feed', '', '', 1, 1, 'sent')");
        state("ixf-daily", today().minusDays(1).toString());

        clock.forward(Duration.ofDays(200));
        for (String job : List.of("rir-status", "empty-organizations", "orphaned-accounts", "as-sets")) {
            state("job:" + job, Long.toString(ago(1)));
        }
        accountThings(admin);
        delegated(
                rirFiles,
                "20000 available",
                "20010 available",
                "20020 allocated",
                "20030 allocated",
                "20100 allocated");
        execute("delete from change_about");
        execute("delete from peerage_state where name = 'change-index'");
    }

    private void organizationThingsOf(int i, Row organization) throws Exception {
        Row gone = network("Gone " + WHICH[i], 20_000 + i, organization);
        execute("update net set rir_status = 'allocated' where id = ?", gone.id());
        Row ending = network("Ending " + WHICH[i], 20_010 + i, organization);
        execute("update net set rir_status = 'available' where id = ?", ending.id());
        execute("insert into rir_notice (net_id, mailed, reminded) values (?, ?, 1)", ending.id(), ago(-185));
        Row back = network("Back " + WHICH[i], 20_020 + i, organization);
        execute("update net set rir_status = 'available' where id = ?", back.id());
        Row without = create(aFacility().withName("Nowhere " + WHICH[i]).under(organization));
        assertThat(without.find(Fac.LATITUDE)).isNull();
        Row contact = create(aContact().under(gone).with("email", "old" + i + "@net.example.net"));
        submit(new Operation.Delete(Poc.TYPE, contact.id()));
        create(anOrganization().withName("Empty " + WHICH[i]));
        Row flagged = create(anOrganization().withName("Flagged " + WHICH[i]));
        execute("insert into empty_organization (org_id, flagged) values (?, 1)", flagged.id());
        long maker = user("maker" + i, true);
        create(aFacility().withName("Pending " + WHICH[i]).under(organization), new Maker("user:" + maker));
        Row dead = create(anOrganization().withName("Dead " + WHICH[i]));
        submit(new Operation.Delete(Org.TYPE, dead.id()));
        execute("insert into org_membership (user_id, org_id, role) values (?, ?, 'member')", maker, dead.id());
        user("ghost" + i, false);
        Row asSet = create(aNetwork()
                .withName("Set " + WHICH[i])
                .withAsn(20_030 + i)
                .under(organization)
                .with("irr_as_set", "RIPE::AS-GONE" + i));
        create(aContact().under(asSet).with("email", "set" + i + "@net.example.net"));
        execute(
                "insert into as_set_check (net_id, as_set, status, detail, checked, missing_since, mailed)"
                        + " values (?, ?, 'gone', '', ?, ?, 0)",
                asSet.id(),
                "RIPE::AS-GONE" + i,
                ago(-198),
                ago(-198));
    }

    private void accountThings(long admin) {
        for (int i = 0; i < 2; i++) {
            user("lonely" + i, true);
            long warned = user("warned" + i, true);
            execute("insert into orphaned_account (user_id, flagged, mailed) values (?, ?, 0)", warned, ago(70));
            long closed = user("closed" + i, true);
            execute(
                    "insert into orphaned_account (user_id, flagged, mailed) values (?, ?, ?)",
                    closed,
                    ago(120),
                    ago(31));
            execute(
                    "insert into affiliation (user_id, org_name, created) values (?, ?, ?)",
                    warned,
                    "Asked " + WHICH[i],
                    ago(100));
            execute(
                    "insert into idempotency (actor, idempotency_key, request, status, headers, body, created_at)"
                            + " values ('user:1', ?, '', 200, '', '', ?)",
                    WHICH[i],
                    ago(3));
            execute(
                    "insert into session (hash, user_id, csrf, created, last_used, expires, address, agent)"
                            + " values (?, ?, '', 1, 1, 1, '', '')",
                    WHICH[i],
                    admin);
            execute(
                    "insert into ticket (kind, subject, state, object_type, object_id, actor, thread, created, changed)"
                            + " values ('queue', ?, 'open', 'fac', 1, 'user:1', ?, 1, 1)",
                    "Facility - " + WHICH[i],
                    WHICH[i]);
            execute(
                    "insert into follow (user_id, subject, subject_id, schedule, since_version) values (?, 'org', ?, 'once', 0)",
                    i == 0 ? admin : warned,
                    1);
        }
        execute("update user_account set created = 1 where username like 'lonely%' or username like '%ed_'");
        execute("update account_version set version = version + 1");
        state("follow-position", "0");
        execute(
                "insert into oauth_application (client_id, name, user_id, public, redirect_uris, created)"
                        + " values ('c', 'App', ?, ?, '', 1)",
                admin,
                false);
        execute(
                "insert into oauth_grant (application_id, user_id, scope, nonce, auth_time, amr, created, expires)"
                        + " values (1, ?, '', '', 1, '', 1, 1)",
                admin);
    }

    private Row network(String name, long asn, Row organization) throws Exception {
        Row network = create(aNetwork().withName(name).withAsn(asn).under(organization));
        create(aContact().under(network).with("email", "noc@as" + asn + ".example.net"));
        return network;
    }

    private void delegated(Path folder, String... numbers) throws IOException {
        StringBuilder file = new StringBuilder("2|test|1|1|19830101|" + today().format(DateTimeFormatter.BASIC_ISO_DATE)
                + "|+0000\ntest|*|asn|*|1|summary\n");
        for (String number : numbers) {
            file.append("test|DE|asn|")
                    .append(number.replaceFirst(" ", "|2|20200101|"))
                    .append("|x\n");
        }
        Files.writeString(folder.resolve("delegated-test-extended-latest"), file.toString());
    }

    private long ago(long days) {
        return clock.instant().minus(Duration.ofDays(days)).getEpochSecond();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void state(String name, String content) {
        execute(
                "insert into peerage_state (name, content) values (?, ?) on conflict (name) do update set content = excluded.content",
                name,
                content);
    }

    private void execute(String statement, Object... parameters) {
        rows.withConnection(sql -> sql.update(statement, parameters));
    }

    private long user(String name, boolean verified) {
        AccountChangeResult added = node.accounts()
                .change(store ->
                        store.addUser(new NewUser(name, name + "@example.net", "!", "", "", verified, false, false)));
        assertThat(added).isInstanceOf(AccountChangeResult.UserAdded.class);
        return node.accounts().current().user(name).orElseThrow().id();
    }

    /** Approved at once. */
    private Row create(TestRow row) throws Exception {
        Row made = create(row, STAFF);
        if (made.status() == Status.PENDING) {
            submit(new Operation.Approve(made.type(), made.id()));
        }
        return Objects.requireNonNull(node.registry().current().find(made.type(), made.id()));
    }

    private Row create(TestRow row, Author author) throws Exception {
        Decision decision = node.editor()
                .submit(Editor.WriteCommand.of(new Operation.Create(row.type(), row.request()), author, "test"))
                .decided()
                .last();
        assertThat(decision).isInstanceOf(Decision.Applied.class);
        return ((Decision.Applied) decision).row().orElseThrow();
    }

    private void submit(Operation operation) throws Exception {
        assertThat(node.editor()
                        .submit(Editor.WriteCommand.of(operation, STAFF, "test"))
                        .decided()
                        .last())
                .isInstanceOf(Decision.Applied.class);
    }

    private record Maker(String actor) implements Author {
        @Override
        public boolean may(AccessRight right, String namespace) {
            return namespace.startsWith("peeringdb.organization");
        }

        @Override
        public List<String> emails() {
            return List.of();
        }

        @Override
        public boolean bypassesRules() {
            return false;
        }
    }
}
