package org.peerage.registry.rules;

import org.peerage.registry.types.IxLan;

/** IX-F data is fetched from somewhere (docs/spec/objects.md §2.5). */
final class ImportHasSource implements Rule {
    @Override
    public void check(Draft draft) {
        String url = draft.find(IxLan.IXF_IXP_MEMBER_LIST_URL);
        if (draft.get(IxLan.IXF_IXP_IMPORT_ENABLED) && url != null && url.isEmpty()) {
            draft.errors().addGeneral("Cannot enable IX-F import without specifying the IX-F member list url");
        }
    }
}
