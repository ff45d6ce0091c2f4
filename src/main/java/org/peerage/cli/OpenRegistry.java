package org.peerage.cli;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.peerage.accounts.organizations.OrganizationCleanup;
import org.peerage.net.Asn;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.OperationHandler;
import org.peerage.registry.Past;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.Registry;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.TrustedAuthor;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.store.RegistryStore;

/** The registry of a database for the time of one command, to be changed. A running server notices within a second. */
final class OpenRegistry implements AutoCloseable {
    private final Database database;
    private final RegistryStore store;
    private final Registry registry;
    private final WriteLane lane;
    private final Editor editor;

    private OpenRegistry(Database database, RegistryStore store, Registry registry, WriteLane lane, Editor editor) {
        this.database = database;
        this.store = store;
        this.registry = registry;
        this.lane = lane;
        this.editor = editor;
    }

    /** Whoever has the machine may everything. */
    static final Author OPERATOR = new TrustedAuthor("operator", true);

    static OpenRegistry of(DatabaseOptions options) throws DatabaseUnusableException, SQLException, CommandException {
        options.requireExisting();
        Database database = options.open();
        RegistryStore store = new RegistryStore(database);
        Registry registry = Registry.open(store);
        registry.awaitLoaded();
        Clock clock = Clock.systemUTC();
        WriteLane lane = new WriteLane(store, registry, clock, new OrganizationCleanup(() -> {}));
        Editor editor = new Editor(registry, lane, new OperationHandler(rules()), OpenRegistry::nobodyIsAsked, clock);
        return new OpenRegistry(database, store, registry, lane, editor);
    }

    /** Those of a server that is started in the same environment. */
    static RegistrySettings rules() throws CommandException {
        return RegistrySettings.STANDARD.takingDocumentationNumbers(Serve.documentationNumbers());
    }

    private static ExternalFacts.AsnRecord nobodyIsAsked(Asn asn) {
        return new ExternalFacts.AsnRecord.Unchecked();
    }

    Database database() {
        return database;
    }

    RegistryStore store() {
        return store;
    }

    Editor editor() {
        return editor;
    }

    Snapshot current() {
        return registry.current();
    }

    Past past(Clock clock) {
        return new Past(store, registry, clock, Optional.empty());
    }

    void submit(Operation operation) throws CommandException {
        try {
            QueuedWrite.WriteResult outcome = editor.submit(Editor.WriteCommand.of(operation, OPERATOR, "command"));
            if (outcome.decided().last() instanceof Decision.Rejected(Refusal refusal, var entries)) {
                throw new CommandException(message(refusal), 1);
            }
        } catch (WriteLane.WriteUnavailableException unavailable) {
            throw new CommandException(String.valueOf(unavailable.getMessage()), DatabaseUnusableException.IO_ERROR);
        }
    }

    static String message(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Message(int status, String text) -> text;
            case Refusal.ObjectNotFound none -> "there is nothing of that kind and id in the queue";
            case Refusal.Invalid(var violations) -> violations.toString();
            case Refusal.NotPermitted none -> "that is not allowed";
            case Refusal.Forbidden missing -> "that is not allowed";
            case Refusal.VersionMismatch none -> "it has changed meanwhile";
        };
    }

    @Override
    public void close() {
        lane.close();
        database.close();
    }
}
