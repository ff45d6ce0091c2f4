package org.peerage.registry;

/**
 * What a registry's operator decides about its rules.
 *
 * @param contact the address that messages point people to
 * @param suggestions id of the organization that holds what people suggest
 * @param documentationNumbers whether AS numbers and prefixes for private use and documentation are taken: for trials
 */
public record RegistrySettings(String contact, long suggestions, boolean documentationNumbers) {
    public static final RegistrySettings STANDARD = new RegistrySettings("support@peeringdb.com", 20525, false);

    /** The same, taking numbers for documentation or not. */
    public RegistrySettings takingDocumentationNumbers(boolean taken) {
        return new RegistrySettings(contact, suggestions, taken);
    }
}
