package org.peerage.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;

/** What a database that cannot be opened means for an operator: words, and an exit code. */
final class OpenErrors {
    private static final int PRIMARY_CODE = 0xff;

    /** What stands before the host's {@code @}, and the values of passwords among the parameters. */
    private static final Pattern SECRET = Pattern.compile("(?<=//)[^/?]+(?=@)|(?<=[?&](?:ssl)?password=)[^&]+");

    private OpenErrors() {}

    /** The same, where words of the failure may repeat secrets of a URL. */
    static DatabaseUnusableException unusable(String name, Exception failure, String url) {
        DatabaseUnusableException unusable = unusable(name, failure);
        String message = String.valueOf(unusable.getMessage());
        Matcher secrets = SECRET.matcher(url);
        while (secrets.find()) {
            message = message.replace(secrets.group(), "…")
                    .replace(URLDecoder.decode(secrets.group(), StandardCharsets.UTF_8), "…");
        }
        return message.equals(unusable.getMessage())
                ? unusable
                : new DatabaseUnusableException(
                        message, unusable.exitCode(), null); // the cause would repeat the secrets, too
    }

    static DatabaseUnusableException unusable(String name, Exception failure) {
        Throwable root = root(failure);
        if (root instanceof SQLException sql && sql instanceof org.sqlite.SQLiteException) {
            return sqlite(name, sql, failure);
        }
        return new DatabaseUnusableException(
                "cannot use the database " + name + ": " + reason(failure),
                DatabaseUnusableException.IO_ERROR,
                failure);
    }

    /** The first line of what the innermost failure says. */
    static String reason(Throwable failure) {
        Throwable root = root(failure);
        String message = root.getMessage();
        if (root instanceof FileAlreadyExistsException file) {
            return file.getFile() + " is no folder";
        }
        if (root instanceof AccessDeniedException file) {
            return "no permission for " + file.getFile();
        }
        if (message == null || root instanceof FileSystemException) {
            return root.getClass().getSimpleName() + (message == null ? "" : " " + message);
        }
        return message.lines().findFirst().orElse(message);
    }

    private static DatabaseUnusableException sqlite(String name, SQLException sql, Exception failure) {
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(sql.getErrorCode() & PRIMARY_CODE);
        return switch (code) {
            case SQLITE_NOTADB ->
                new DatabaseUnusableException(
                        name + " is not a SQLite database", DatabaseUnusableException.BAD_DATA, failure);
            case SQLITE_CORRUPT ->
                new DatabaseUnusableException(
                        "the database " + name + " is damaged: restore a backup; peerage doctor tells more",
                        DatabaseUnusableException.BAD_DATA,
                        failure);
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH ->
                new DatabaseUnusableException(
                        "cannot open or write " + name + ": " + reason(sql),
                        DatabaseUnusableException.CANNOT_CREATE,
                        failure);
            case SQLITE_FULL ->
                new DatabaseUnusableException("no space left for " + name, DatabaseUnusableException.IO_ERROR, failure);
            default ->
                new DatabaseUnusableException(
                        "cannot use the database " + name + ": " + reason(sql),
                        DatabaseUnusableException.IO_ERROR,
                        failure);
        };
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
