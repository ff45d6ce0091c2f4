package org.peerage.web.staff;

import org.peerage.accounts.AuditLog;

/** An entry of the audit log as pages show it: with names for ids, and where to read about them; empty: nowhere. */
public record AuditLine(
        String at,
        String actor,
        String actorLink,
        String action,
        String subject,
        String subjectLink,
        String detail,
        String ipAddress) {

    static AuditLine of(StaffRequest staff, AuditLog.AuditEntry entry) {
        SubjectNames names = new SubjectNames(
                staff.services().accounts().current(), staff.request().snapshot());
        return new AuditLine(
                TimeFormat.of(entry.at()),
                names.name(entry.actor()),
                names.link(entry.actor()),
                entry.action(),
                names.name(entry.subject()),
                names.link(entry.subject()),
                names.inText(entry.detail()),
                entry.ipAddress());
    }
}
