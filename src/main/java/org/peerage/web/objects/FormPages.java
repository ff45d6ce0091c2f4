package org.peerage.web.objects;

import java.util.List;
import java.util.Map;
import org.peerage.web.objects.FormView.FieldView;
import org.peerage.web.objects.FormView.GroupView;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** Forms as pages, and as the part of a page that a script puts into the one that is shown. */
final class FormPages {
    private FormPages() {}

    static PageResponse response(PageRequest request, int status, FormView form) {
        return request.wantsFragment()
                ? new PageResponse.TemplateResponse(
                        status, "objects/form.jte", Map.of("csrf", request.csrfToken(), "form", form))
                : new PageResponse.TemplateResponse(
                        status, "objects/edit.jte", Map.of("shell", request.frame(form.title()), "form", form));
    }

    static List<FieldView> wrong(List<GroupView> groups) {
        return groups.stream()
                .flatMap(group -> group.fields().stream())
                .filter(FieldView::isWrong)
                .toList();
    }
}
