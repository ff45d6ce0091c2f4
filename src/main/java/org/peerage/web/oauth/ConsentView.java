package org.peerage.web.oauth;

import java.util.List;
import java.util.Map;
import org.peerage.oauth.UserClaims;

/**
 * What a person is told before they let an application in.
 *
 * @param owner whose application it is
 * @param ownerUrl the owner's page; empty: a person, who has none
 * @param host where one is sent to
 * @param scopes what it learns, in words
 * @param wantsNetworks whether that includes networks
 * @param networks the person's own, as many as are shown
 * @param moreNetworks how many more there are
 * @param email the address that it learns
 * @param hidden fields that the form carries on
 */
public record ConsentView(
        String name,
        String owner,
        String ownerUrl,
        String host,
        List<String> scopes,
        boolean wantsNetworks,
        List<UserClaims.NetworkClaim> networks,
        int moreNetworks,
        String email,
        Map<String, String> hidden) {}
