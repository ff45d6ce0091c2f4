package org.peerage.web.organizations;

import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.StoredKey;
import org.peerage.web.page.PageResponse;
import org.peerage.web.people.KeyDetailPages;
import org.peerage.web.people.KeyView;

/** Keys of members that reach into the organization, which its admins may end; and what the organization's keys did. */
public final class MemberKeyPages {
    private MemberKeyPages() {}

    /** A member's key. */
    public record MemberKey(String member, KeyView key) {}

    static PageResponse show(PanelRequest panel) {
        List<MemberKey> keys = new ArrayList<>();
        for (UserAccount member :
                panel.request().services().accounts().current().membersOf(panel.id())) {
            for (StoredKey key :
                    panel.request().services().accounts().keysOf(new StoredKey.Owner.UserOwner(member.id()))) {
                if (reaches(panel, key)) {
                    keys.add(new MemberKey(member.username(), KeyView.of(panel.request(), key)));
                }
            }
        }
        return PageResponse.TemplateResponse.of(
                "organizations/member-keys.jte",
                Map.of(
                        "shell",
                        panel.request().frame(text("oauth.key.members")),
                        "head",
                        panel.header("keys"),
                        "keys",
                        keys));
    }

    private static boolean reaches(PanelRequest panel, StoredKey key) {
        return key.status() == StoredKey.KeyStatus.ACTIVE
                && (key.scope().organizations().isEmpty()
                        || key.scope().organizations().contains(panel.id()));
    }

    /** Revokes a key of a member, whoever that is now. */
    static PageResponse end(PanelRequest panel) {
        Optional<StoredKey> key = panel.request()
                .services()
                .accounts()
                .current()
                .key(panel.request().value("prefix"))
                .filter(known -> reaches(panel, known)
                        && known.owner() instanceof StoredKey.Owner.UserOwner(long id)
                        && panel.member(Long.toString(id)).isPresent());
        if (key.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        panel.request()
                .services()
                .accounts()
                .change(store -> store.revokeKey(key.get().prefix()));
        panel.audit("revoke member's key", key.get().prefix());
        return new PageResponse.Redirect(panel.url() + "/member-keys?said=revoked");
    }

    /** What a key of the organization was used for. */
    static PageResponse log(PanelRequest panel) {
        return panel.key(panel.request().value("prefix"))
                .<PageResponse>map(key -> PageResponse.TemplateResponse.of(
                        "organizations/key-log.jte",
                        Map.of(
                                "shell",
                                panel.request().frame(text("oauth.key.title", key.name())),
                                "head",
                                panel.header("keys"),
                                "name",
                                key.name(),
                                "requests",
                                KeyDetailPages.requests(panel.request(), key))))
                .orElseGet(PageResponse.NotFoundResponse::new);
    }
}
