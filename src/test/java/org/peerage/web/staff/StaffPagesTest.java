package org.peerage.web.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.Role;
import org.peerage.accounts.AuditLog;
import org.peerage.store.Sql;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;
import tools.jackson.databind.json.JsonMapper;

/** The staff's corner, as superusers see it and as nobody else does. */
class StaffPagesTest {
    private static final List<String> PLACES = List.of(
            "/staff",
            "/staff/queue",
            "/staff/queue/fac/29",
            "/staff/queue/user/12",
            "/staff/users",
            "/staff/users/1",
            "/staff/merge",
            "/staff/merge?target=42&sources=41",
            "/staff/permissions",
            "/staff/permissions?holder=scratchnets&object=net+62&action=update",
            "/staff/history",
            "/staff/history/org/41",
            "/staff/history/org/41/undelete",
            "/staff/history/net/62/redact",
            "/staff/history/net/62/redact?field=notes",
            "/staff/settings",
            "/staff/jobs",
            "/staff/jobs/erase-contacts",
            "/staff/tickets",
            "/staff/tickets/1",
            "/staff/tools",
            "/staff/tools/merge-facilities",
            "/staff/tools/validate?type=net",
            "/staff/merge/undo/1",
            "/staff/tools/renumber?exchange=1&from=192.0.2.0/24&to=192.0.3.0/24",
            "/staff/audit",
            "/staff/audit/export");

    private static final List<String> FORMS = List.of(
            "/staff/queue",
            "/staff/queue/fac/29/approve",
            "/staff/queue/fac/29/deny",
            "/staff/queue/user/12/approve",
            "/staff/users/2/verify",
            "/staff/users/2/deactivate",
            "/staff/users/2/rights",
            "/staff/users/2/reset",
            "/staff/users/2/sessions",
            "/staff/users/2/keys",
            "/staff/users/2/member",
            "/staff/merge",
            "/staff/permissions/add",
            "/staff/permissions/remove",
            "/staff/history/org/41/undelete",
            "/staff/history/org/41/rollback",
            "/staff/history/net/62/redact",
            "/staff/jobs/erase-contacts/preview",
            "/staff/jobs/erase-contacts/run",
            "/staff/tools/merge-facilities",
            "/staff/tickets/1",
            "/staff/settings");

    @Started
    private static RunningServer server;

    private static UserAccount user(String name) {
        return server.accounts().load().user(name).orElseThrow();
    }

    private static int status(String url) throws Exception {
        return server.send("", "GET", url, "").status();
    }

    private static List<AuditLog.AuditEntry> audit(String subject) {
        return new AuditLog(server.database().source(), Clock.systemUTC()).about(subject, 50);
    }

    /** Makes a facility, with a key of organization 41. */
    private static long facility(String name) throws Exception {
        RunningServer.TestResponse response = server.send("org:41/full", "POST", "/api/fac", """
                {"org_id": 41, "name": "%s", "address1": "1 Road", "city": "Berlin", "country": "DE",
                 "zipcode": "10115", "website": "https://f.example.net"}""".formatted(name));
        assertThat(response.status()).as(response.text()).isEqualTo(201);
        return response.json().get("data").get(0).get("id").asLong();
    }

    @Test
    void staffPagesAreHiddenFromOthers() throws Exception {
        server.accounts().setRights(user("otheradmin").id(), false, true);
        RunningServer.TestResponse unknown = server.send("", "GET", "/nothing-at-all", "");
        assertThat(unknown.status()).isEqualTo(404);
        for (String url : PLACES) {
            assertThat(status(url)).as(url).isEqualTo(404);
        }
        for (String name : List.of("plain", "scratchadmin", "otheradmin", "unverified")) {
            PageClient person = PageClient.signedIn(server, name);
            for (String url : PLACES) {
                assertThat(person.get(url).status()).as(name + " at " + url).isEqualTo(404);
            }
            for (String form : FORMS) {
                assertThat(person.post(form, "reason", "x").status())
                        .as(name + " sends " + form)
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void formOfAnotherSiteChangesNothing() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        for (String form : FORMS) {
            assertThat(superuser
                            .postWithToken("x".repeat(43), form, "reason", "x")
                            .status())
                    .as(form)
                    .isEqualTo(403);
        }
    }

    @Test
    void approvedFacilityIsSeenAndItsMakerToldSo() throws Exception {
        long id = facility("Approved Building");

        RunningServer.TestResponse response =
                PageClient.signedIn(server, "superuser").post("/staff/queue/fac/" + id + "/approve");

        assertThat(response.status()).isEqualTo(303);
        assertThat(server.send("", "GET", "/api/fac?id=" + id, "")
                        .json()
                        .get("data")
                        .get(0)
                        .get("status")
                        .asString())
                .isEqualTo("ok");
        assertThat(audit("fac:" + id)).extracting(AuditLog.AuditEntry::action).containsExactly("approve");
        server.mails().await("ops@scratch.example.net", "Facility Approved Building is approved");
    }

    @Test
    void ticketIsAnsweredByMailAndDoneWhenTheFacilityIsApproved() throws Exception {
        long id = facility("Ticket Building");
        PageClient superuser = PageClient.signedIn(server, "superuser");
        String list = superuser.get("/staff/tickets?q=ticket+building").text();
        assertThat(list).contains("Facility - Ticket Building", "Approval", "Open");
        String ticket = list.replaceAll("(?s).*href=\"(/staff/tickets/[0-9]+)\".*", "$1");
        assertThat(superuser.get(ticket).text())
                .contains("/staff/queue/fac/" + id, "An answer is emailed to ops@scratch.example.net");

        assertThat(superuser.post(ticket, "action", "note", "text", "").status())
                .isEqualTo(400);
        assertThat(superuser
                        .post(ticket, "action", "note", "text", "who is that?")
                        .status())
                .isEqualTo(303);
        superuser.post(ticket, "action", "answer", "state", "waiting", "text", "Which street is it?");

        String mail = server.mails().await("ops@scratch.example.net", "Which street is it?");
        assertThat(mail)
                .contains("Subject: [#" + ticket.replaceAll(".*/", "") + "] Facility - Ticket Building")
                .doesNotContain("who is that?");
        assertThat(superuser.get(ticket).text()).contains("Waiting for the person", "who is that?");
        superuser.post("/staff/queue/fac/" + id + "/approve");
        assertThat(superuser.get(ticket).text()).contains("<span class=\"chip\">Done</span>");
        assertThat(audit("ticket:" + ticket.replaceAll(".*/", "")))
                .extracting(AuditLog.AuditEntry::action)
                .containsExactlyInAnyOrder("ticket note", "ticket answer");
    }

    @Test
    void toolDoesWhatItsPreviewShowedOrNothing() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        long id = facility("Preview Building");
        superuser.post("/staff/queue/fac/" + id + "/approve");
        String url = "/staff/tools/replace?type=fac&field=name&search=Preview+Building&replacement=Shown+Building";
        String code = superuser.get(url).hidden("preview");
        assertThat(server.send(
                                "org:41/full",
                                "PUT",
                                "/api/fac/" + id,
                                server.send("org:41/full", "GET", "/api/fac/" + id, "")
                                        .json()
                                        .get("data")
                                        .get(0)
                                        .toString()
                                        .replace("Preview Building", "Preview Building North"))
                        .status())
                .isEqualTo(200);

        RunningServer.TestResponse late = replace(superuser, code);

        assertThat(late.status()).isEqualTo(400);
        assertThat(late.text()).contains("Shown Building North");
        assertThat(server.send("", "GET", "/api/fac/" + id, "").text()).contains("Preview Building North");
        assertThat(replace(superuser, late.hidden("preview")).status()).isEqualTo(303);
        assertThat(server.send("", "GET", "/api/fac/" + id, "").text()).contains("Shown Building North");
    }

    @Test
    void oldValuesAreTakenOutOfThePastAfterAPreviewOfThem() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        long id = facility("Redacted Building");
        superuser.post("/staff/queue/fac/" + id + "/approve");
        note(id, "kept");
        note(id, "slander");
        long slandered = server.head();
        note(id, "last");
        String page = "/staff/history/fac/" + id + "/redact";
        assertThat(superuser.get("/staff/history/fac/" + id).text()).contains(page);
        assertThat(superuser.get(page).text()).contains("value=\"notes\"");
        assertThat(superuser.get(page + "?field=notes").text()).contains("kept", "slander");
        RunningServer.TestResponse shown = superuser.get(page + "?field=notes&from=" + slandered);
        assertThat(shown.text()).contains("<td class=\"long\">slander</td>").doesNotContain("kept");
        assertThat(superuser
                        .get(page + "?field=notes&from=" + slandered + "&to=" + server.head())
                        .status())
                .as("the value of the present")
                .isEqualTo(400);
        assertThat(superuser.get(page + "?field=notes&from=9&to=8").status()).isEqualTo(400);
        String code = shown.hidden("preview");
        String from = Long.toString(slandered);

        assertThat(redact(superuser, page, from, code, "").status()).isEqualTo(400);
        assertThat(redact(superuser, page, "1", code, "libel").status())
                .as("other values than those that were shown")
                .isEqualTo(400);
        assertThat(server.send("", "GET", "/api/fac/" + id + "?at=" + slandered, "")
                        .text())
                .contains("slander");
        RunningServer.TestResponse done = redact(superuser, page, from, code, "libel");

        assertThat(done.status()).as(done.text()).isEqualTo(303);
        assertThat(server.send("", "GET", "/api/fac/" + id + "?at=" + slandered, "")
                        .text())
                .doesNotContain("slander");
        assertThat(server.send("", "GET", "/api/fac/" + id + "?at=" + (slandered - 1), "")
                        .text())
                .contains("kept");
        assertThat(superuser.get("/staff/history/fac/" + id).text()).doesNotContain("slander");
        String history =
                server.send("", "GET", "/api/fac/" + id + "/history", "").text();
        assertThat(history)
                .contains("\"operation\": \"redact\"")
                .contains("\"fields\": [\"notes\"], \"versions\": [" + from + ", " + (server.head() - 1) + "]")
                .doesNotContain("slander");
        assertThat(audit("fac:" + id))
                .filteredOn(entry -> entry.action().equals("redact"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.detail()).contains("notes", "libel"));
    }

    private static void note(long facility, String notes) throws Exception {
        var row = server.send("", "GET", "/api/fac/" + facility + "?depth=0", "")
                .json()
                .at("/data/0")
                .asObject()
                .deepCopy();
        assertThat(server.send(
                                "org:41/full",
                                "PUT",
                                "/api/fac/" + facility,
                                row.put("notes", notes).toString())
                        .status())
                .isEqualTo(200);
    }

    private static RunningServer.TestResponse redact(
            PageClient superuser, String page, String from, String preview, String reason) throws Exception {
        return superuser.post(page, "field", "notes", "from", from, "preview", preview, "reason", reason);
    }

    private static RunningServer.TestResponse replace(PageClient superuser, String preview) throws Exception {
        return superuser.post(
                "/staff/tools/replace",
                "type",
                "fac",
                "field",
                "name",
                "search",
                "Preview Building",
                "replacement",
                "Shown Building",
                "preview",
                preview);
    }

    @Test
    void rowsAreHeldToTheRules() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");

        assertThat(superuser.get("/staff/tools/validate?type=net").text()).contains("Rules that are broken");
        assertThat(superuser.get("/staff/tools/validate?type=net&field=nothing").text())
                .contains("<span class=\"count\">0</span>");
        assertThat(superuser.get("/staff/tools/validate?type=net&csv=1").text()).startsWith("type,id,problem\r\n");
    }

    @Test
    void exchangesAdminRenumbersItAndBack() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        String prefix = server.send("", "GET", "/api/ixpfx?ixlan_id=1&protocol=IPv4", "")
                .json()
                .get("data")
                .get(0)
                .get("prefix")
                .asString();
        assertThat(PageClient.anonymous(server).get("/ix/1/renumber").status()).isEqualTo(302);
        assertThat(PageClient.signedIn(server, "plain").get("/ix/1/renumber").status())
                .isEqualTo(403);
        String target = "193.203." + "0.0" + prefix.substring(prefix.indexOf('/'));
        RunningServer.TestResponse page = superuser.get("/ix/1/renumber?from=" + prefix + "&to=" + target);
        String code = page.hidden("preview");
        assertThat(page.text()).contains(prefix, target, "193.203.0.");

        assertThat(superuser
                        .post("/ix/1/renumber", "from", prefix, "to", target, "preview", "0")
                        .status())
                .as("not what was shown")
                .isEqualTo(400);
        RunningServer.TestResponse done =
                superuser.post("/ix/1/renumber", "from", prefix, "to", target, "preview", code);

        assertThat(done.header("Location")).endsWith("/ix/1/renumber?done=1&from=" + target + "&to=" + prefix);
        assertThat(server.send("", "GET", "/api/ixpfx?ixlan_id=1&protocol=IPv4", "")
                        .text())
                .contains(target);
        assertThat(audit("ix:1")).extracting(AuditLog.AuditEntry::action).contains("renumber");
        assertThat(superuser
                        .post("/ix/1/renumber", "from", target, "to", prefix)
                        .status())
                .isEqualTo(303);
        assertThat(server.send("", "GET", "/api/ixpfx?ixlan_id=1&protocol=IPv4", "")
                        .text())
                .contains(prefix);
    }

    @Test
    void refusedRenumberingIsSaidInThePagesLanguage() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        superuser.get("/ix/1/renumber");
        superuser.post("/i18n/setlang/", "language", "de");
        try {
            assertThat(superuser
                            .get("/ix/1/renumber?from=192.0.2.0/24&to=198.51.100.0/24")
                            .text())
                    .contains("kein aktives Präfix 192.0.2.0/24");
        } finally {
            superuser.post("/i18n/setlang/", "language", "en");
        }
    }

    @Test
    void deniedFacilityIsGoneAndItsMakerToldWhy() throws Exception {
        long id = facility("Denied Building");
        PageClient superuser = PageClient.signedIn(server, "superuser");
        assertThat(superuser.post("/staff/queue/fac/" + id + "/deny").status()).isEqualTo(400);

        RunningServer.TestResponse response =
                superuser.post("/staff/queue/fac/" + id + "/deny", "reason", "It is a supermarket.");

        assertThat(response.status()).isEqualTo(303);
        assertThat(server.send("", "GET", "/api/fac/" + id, "").status()).isEqualTo(404);
        server.mails().await("ops@scratch.example.net", "It is a supermarket.");
        assertThat(server.send("", "GET", "/api/changes?after=0", "").text()).contains("\"operation\": \"erase\"");
    }

    @Test
    void keyOfADeletedOrganizationEndsWithItAndTheWayBackSaysSo() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        RunningServer.TestResponse made = server.send(
                "user:superuser/rw",
                "POST",
                "/api/org",
                "{\"name\": \"Short-lived\", \"website\": \"https://s.example.net\"}");
        long id = made.json().get("data").get(0).get("id").asLong();
        RunningServer.TestResponse key = superuser.post(
                "/org_admin/manage_key/add", "org_id", Long.toString(id), "name", "noc", "email", "noc@example.net");
        String secret = "Api-Key " + key.json().get("key").stringValue();
        assertThat(server.send("", "GET", "/api/net/62", "", "Authorization", secret)
                        .status())
                .isEqualTo(200);

        assertThat(server.send("user:superuser/rw", "DELETE", "/api/org/" + id, "")
                        .status())
                .isEqualTo(204);

        assertThat(server.send("", "GET", "/api/net/62", "", "Authorization", secret)
                        .status())
                .isEqualTo(401);
        assertThat(audit("org:" + id)).extracting(AuditLog.AuditEntry::action).contains("end organization");
        assertThat(superuser.get("/staff/history/org/" + id + "/undelete").text())
                .contains("do not come back");
    }

    @Test
    void lastSuperuserStays() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        long id = user("superuser").id();

        assertThat(superuser.post("/staff/users/" + id + "/rights").status()).isEqualTo(400);
        assertThat(superuser.post("/staff/users/" + id + "/deactivate").status())
                .isEqualTo(400);
        assertThat(user("superuser").superuser()).isTrue();
    }

    @Test
    void deactivatedUserIsOutAtOnce() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        PageClient plain = PageClient.signedIn(server, "plain");
        long id = user("plain").id();
        assertThat(plain.get("/profile").status()).isEqualTo(200);

        superuser.post("/staff/users/" + id + "/deactivate");

        assertThat(plain.get("/profile").status()).isEqualTo(302);
        superuser.post("/staff/users/" + id + "/reactivate");
        assertThat(user("plain").active()).isTrue();
        assertThat(plain.get("/profile").status()).isEqualTo(302);
        assertThat(audit("user:" + id))
                .extracting(AuditLog.AuditEntry::action)
                .contains("deactivate user", "reactivate user");
    }

    @Test
    void unconfirmedUserIsLetIn() throws Exception {
        long id = user("unverified").id();

        PageClient.signedIn(server, "superuser").post("/staff/queue/user/" + id + "/approve");

        assertThat(user("unverified").verified()).isTrue();
        server.accounts().setVerified(id, false);
    }

    @Test
    void grantsAreGivenExplainedAndTakenAway() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        String asks = "/staff/permissions?holder=emptyadmin&object=peeringdb.organization.40.network&action=delete";
        assertThat(superuser.get(asks).text()).contains("User emptyadmin may delete");
        String[] grant = {"holder", "emptyadmin", "namespace", "peeringdb.organization.40.network", "read", "on"};

        superuser.post("/staff/permissions/add", grant);

        assertThat(superuser.get(asks).text())
                .contains("User emptyadmin may not delete")
                .contains("peeringdb.organization.40.network gives read, which does not.");
        superuser.post("/staff/permissions/remove", grant);
        assertThat(superuser.get(asks).text()).contains("User emptyadmin may delete");
        assertThat(superuser
                        .post("/staff/permissions/add", "holder", "emptyadmin", "namespace", "nonsense..x")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void membershipIsSetByStaff() throws Exception {
        long id = user("plain").id();
        PageClient superuser = PageClient.signedIn(server, "superuser");

        superuser.post("/staff/users/" + id + "/member", "org", "40", "role", "admin");
        assertThat(user("plain").organizations()).isEqualTo(Map.of(40L, Role.ADMIN));
        superuser.post("/staff/users/" + id + "/member", "org", "40", "role", "none");

        assertThat(user("plain").organizations()).isEmpty();
        assertThat(superuser
                        .post("/staff/users/" + id + "/member", "org", "999999", "role", "admin")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void mergedOrganizationsAreOneWithTheirPeople() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        assertThat(superuser.get("/staff/merge?target=2&sources=3").text()).contains("What would happen");

        RunningServer.TestResponse response =
                superuser.post("/staff/merge", "target", "2", "sources", "3", "keys", "move", "admins", "on");

        assertThat(response.status()).isEqualTo(303);
        assertThat(server.send("", "GET", "/api/net?org_id=3", "")
                        .json()
                        .get("data")
                        .size())
                .isZero();
        assertThat(user("borealisadmin").organizations()).isEqualTo(Map.of(2L, Role.ADMIN));
        assertThat(audit("org:2")).first().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("merge organizations");
            assertThat(entry.detail()).contains("\"members\"").contains("admin of org:3");
        });
    }

    @Test
    void severalEntriesAreDecidedAtOnce() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        String first = "fac/" + facility("Bulk One");
        String second = "fac/" + facility("Bulk Two");
        String third = "fac/" + facility("Bulk Three");

        RunningServer.TestResponse none = superuser.post("/staff/queue", "decision", "approve");
        RunningServer.TestResponse approved =
                superuser.post("/staff/queue", "decision", "approve", "item", first, "item", second);
        RunningServer.TestResponse withoutReason =
                superuser.post("/staff/queue", "decision", "deny", "item", third, "type", "fac");
        RunningServer.TestResponse denied = superuser.post(
                "/staff/queue", "decision", "deny", "item", third, "type", "fac", "reason", "there already");
        RunningServer.TestResponse late = superuser.post("/staff/queue", "decision", "approve", "item", first);

        assertThat(none.text()).contains("Select at least one entry.");
        assertThat(approved.status()).isEqualTo(303);
        assertThat(superuser.get(approved.header("Location")).text()).contains("2 entries approved.");
        assertThat(withoutReason.status()).isEqualTo(400);
        assertThat(withoutReason.text()).contains("Enter a reason").contains("value=\"" + third + "\" checked");
        assertThat(superuser.get(denied.header("Location")).text()).contains("1 entry denied.");
        assertThat(late.text()).contains("no longer pending");
        assertThat(status("/fac/" + first.substring(4))).isEqualTo(200);
        assertThat(status("/fac/" + third.substring(4))).isEqualTo(404);
        assertThat(audit("fac:" + third.substring(4)))
                .extracting(AuditLog.AuditEntry::detail)
                .contains("Bulk Three: there already");
    }

    @Test
    void namesStandForIds() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        long id = user("plain").id();
        superuser.post("/staff/users/" + id + "/sessions");

        String log = superuser.get("/staff/audit?action=end+sessions").text();
        assertThat(log)
                .contains("<a href=\"/staff/users/" + id + "\">plain</a>")
                .doesNotContain(">user:" + id + "<");
        assertThat(superuser.get("/staff/audit?subject=plain").text()).contains("end sessions");
        assertThat(superuser.get("/staff/history?type=net&id=AS64500").status()).isIn(303, 404);
        assertThat(superuser.get("/staff/history?object-text=Scratch+Org").header("Location"))
                .isEqualTo("/staff/history/org/41");
        assertThat(superuser.get("/staff/history?object=net:63").header("Location"))
                .isEqualTo("/staff/history/net/63");
        assertThat(superuser.get("/choices/object?q=scratch").text()).contains("\"value\": \"org:41\"");
        assertThat(superuser.get("/staff/settings").text()).contains("100 per second");
    }

    @Test
    void deletedNetworkComesBack() throws Exception {
        server.send("org:41/full", "DELETE", "/api/net/62", "");
        PageClient superuser = PageClient.signedIn(server, "superuser");
        assertThat(superuser.get("/staff/history/net/62").text()).contains("This object is deleted.");
        assertThat(superuser.get("/staff/history/net/62/undelete").status()).isEqualTo(200);

        RunningServer.TestResponse response = superuser.post("/staff/history/net/62/undelete");

        assertThat(response.status()).isEqualTo(303);
        assertThat(server.send("", "GET", "/api/net?id=62", "")
                        .json()
                        .get("data")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void readOnlyRegistryTakesNoChanges() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        superuser.post("/staff/settings", "banner", "", "sign_up", "on", "read_only", "on");
        try {
            RunningServer.TestResponse refused = server.send("org:41/full", "POST", "/api/fac", "{\"org_id\": 41}");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json()).isEqualTo(JsonMapper.shared().readTree("""
                            {"meta": {"error": "The site is currently in maintenance mode, during which this action is disabled, please try again in a few minutes"}}"""));
            assertThat(refused.header("retry-after")).isEqualTo("300");
            RunningServer.TestResponse page = PageClient.anonymous(server).get("/maintenance");
            assertThat(page.status()).isEqualTo(503);
            assertThat(page.header("retry-after")).isEqualTo("300");
            assertThat(page.text()).contains("The site is currently in maintenance mode");
        } finally {
            superuser.post("/staff/settings", "banner", "", "sign_up", "on");
        }
        assertThat(PageClient.anonymous(server).get("/maintenance").header("location"))
                .isEqualTo("/");
        assertThat(facility("Again Open")).isPositive();
    }

    @Test
    void announcementsAndClosedSignUpReachEverybody() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        superuser.post("/staff/settings", "banner", "Work on <Sunday>");
        try {
            assertThat(server.send("", "GET", "/about", "").text()).contains("Work on &lt;Sunday&gt;");
            assertThat(status("/register")).isEqualTo(403);
        } finally {
            superuser.post("/staff/settings", "banner", "", "sign_up", "on");
        }
        assertThat(status("/register")).isEqualTo(200);
        assertThat(superuser.get("/staff/audit?action=set+banner").text()).contains("Work on &lt;Sunday&gt;");
    }

    @Test
    void wrongSettingChangesNone() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");

        RunningServer.TestResponse refused =
                superuser.post("/staff/settings", "banner", "Not this", "sign_up", "on", "affiliation_days", "0");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("a whole number from 1 to 3650", "Not this");
        assertThat(server.send("", "GET", "/about", "").text()).doesNotContain("Not this");
    }

    @Test
    void twoWhoSetDifferentThingsAtOnceUndoNothingOfEachOther() throws Exception {
        PageClient one = PageClient.signedIn(server, "superuser");
        String[] before = {"was.affiliation_days", "90", "was.queue_timeout_days", "90"};
        one.post("/staff/settings", with(before, "affiliation_days", "80", "queue_timeout_days", "90"));
        RunningServer.TestResponse other =
                one.post("/staff/settings", with(before, "affiliation_days", "90", "queue_timeout_days", "70"));
        RunningServer.TestResponse same =
                one.post("/staff/settings", with(before, "affiliation_days", "60", "queue_timeout_days", "70"));
        String page = one.get("/staff/settings").text();
        one.post("/staff/settings", "affiliation_days", "90", "queue_timeout_days", "90");

        assertThat(other.status()).isEqualTo(303);
        assertThat(same.status()).isEqualTo(400);
        assertThat(same.text()).contains("somebody else has just set this to \"80\"");
        assertThat(page).containsPattern("name=\"affiliation_days\"[^>]*value=\"80\"");
        assertThat(page).containsPattern("name=\"queue_timeout_days\"[^>]*value=\"70\"");
    }

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of("shown", "none"));
        all.addAll(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void thoseWhoLookAfterANetworkSeeWhenItEnds() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        superuser.post("/staff/settings", "shown", "rir_status", "rir_status", "on", "sign_up", "on");
        Sql.withConnection(
                server.database().source(),
                sql -> sql.update(
                        "insert into rir_notice (net_id, mailed, reminded) values (62, ?, 0)",
                        server.clock().instant().getEpochSecond()));
        String end = LocalDate.ofInstant(server.clock().instant(), ZoneOffset.UTC)
                .plusDays(14)
                .toString();

        assertThat(superuser.get("/net/62").text()).contains("The network will be deleted on " + end);
        assertThat(PageClient.anonymous(server).get("/net/62").text()).doesNotContain("will be deleted");
    }

    @Test
    void jobIsPreviewedAndRun() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        assertThat(superuser.get("/staff/jobs").text()).contains("erase-contacts", "ixf-daily");

        assertThat(superuser.post("/staff/jobs/empty-organizations/preview").text())
                .contains("Nothing was changed");
        assertThat(superuser.post("/staff/jobs/forget-answers/preview").text()).contains("Nothing was changed");
        assertThat(superuser.post("/staff/jobs/rotate-signing-key/preview").text())
                .contains("Nothing was changed");
        RunningServer.TestResponse begun = superuser.post("/staff/jobs/forget-answers/run");

        assertThat(begun.status()).isEqualTo(303);
        assertThat(audit("job:forget-answers"))
                .extracting(AuditLog.AuditEntry::action)
                .contains("run job");
    }

    @Test
    void facilitiesAreMergedAfterAPreviewAndTheOldPageLeadsToTheNew() throws Exception {
        long stays = facility("Merge Target");
        long goes = facility("Merge Source");
        PageClient superuser = PageClient.signedIn(server, "superuser");
        superuser.post("/staff/queue/fac/" + stays + "/approve");
        superuser.post("/staff/queue/fac/" + goes + "/approve");
        String url = "/staff/tools/merge-facilities?target=" + stays + "&sources=" + goes;
        assertThat(superuser.get(url).text()).contains("Merge Source", "deleted", "Change all of this");
        assertThat(superuser.get("/fac/" + goes).status()).as("only a preview").isEqualTo(200);

        RunningServer.TestResponse merged = superuser.post(
                "/staff/tools/merge-facilities", "target", String.valueOf(stays), "sources", String.valueOf(goes));

        assertThat(merged.status()).isEqualTo(303);
        assertThat(server.send("", "GET", "/fac/" + goes, "").header("location"))
                .endsWith("/fac/" + stays);
        assertThat(superuser.get("/staff/audit?action=merge-facilities").text()).contains("sources=" + goes);
        assertThat(superuser
                        .get("/staff/tools/merge-facilities?target=x&sources=1")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void auditIsSavedAsCsvWithoutFormulas() throws Exception {
        new AuditLog(server.database().source(), Clock.systemUTC())
                .record("user:9", "try", "site", "=1+1, \"quoted\"", "192.0.2.1");

        RunningServer.TestResponse response =
                PageClient.signedIn(server, "superuser").get("/staff/audit/export?actor=user:9");

        assertThat(response.header("Content-Type")).startsWith("text/csv");
        assertThat(response.text()).contains("user:9,try,site,\"'=1+1, \"\"quoted\"\"\",192.0.2.1");
    }
}
