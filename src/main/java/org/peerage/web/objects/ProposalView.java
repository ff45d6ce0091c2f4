package org.peerage.web.objects;

import java.util.List;

/**
 * What another site proposes, as the page shows it.
 *
 * @param referrer the host that the visitor came from; empty: not known
 * @param objects that the visitor may change and for which something is left
 * @param forbidden names of those that they may not change
 * @param token signs what is shown
 */
public record ProposalView(
        String source,
        String reason,
        String referrer,
        List<ProposedObject> objects,
        List<String> forbidden,
        String payload,
        String version,
        String token,
        String problem) {

    /**
     * One object.
     *
     * @param leftOut why values were left out, a sentence each
     */
    public record ProposedObject(String title, String url, List<ProposedField> fields, List<String> leftOut) {}

    /**
     * One value.
     *
     * @param key names it in the form
     */
    public record ProposedField(String key, String label, String current, String proposed) {}
}
