package org.peerage.web.organizations;

/** A line of the audit trail. */
public record AuditLogLine(String at, String who, String action, String detail, String ipAddress) {}
