package org.peerage.schema;

/** One entry of {@code social_media}: a service of the list in docs/spec/objects.md §A.1 and the account's name there. */
public record SocialLink(String service, String identifier) {}
