package org.peerage.registry;

/**
 * What a registry's operator decides about its rules.
 *
 * @param contact the address that messages point people to
 * @param suggestions id of the organization that holds what people suggest
 */
public record RegistrySettings(String contact, long suggestions) {
    public static final RegistrySettings STANDARD = new RegistrySettings("support@peeringdb.com", 20525);
}
