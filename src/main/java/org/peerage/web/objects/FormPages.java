package org.peerage.web.objects;

import java.util.List;
import java.util.Map;
import org.peerage.web.objects.FormView.FieldView;
import org.peerage.web.objects.FormView.GroupView;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Forms as pages, and as the part of a page that a script puts into the one that is shown. */
final class FormPages {
    private FormPages() {}

    static Reply reply(Visit visit, int status, FormView form) {
        return visit.wantsFragment()
                ? new Reply.Page(status, "objects/form.jte", Map.of("csrf", visit.csrf(), "form", form))
                : new Reply.Page(status, "objects/edit.jte", Map.of("shell", visit.shell(form.title()), "form", form));
    }

    static List<FieldView> wrong(List<GroupView> groups) {
        return groups.stream()
                .flatMap(group -> group.fields().stream())
                .filter(FieldView::isWrong)
                .toList();
    }
}
