package io.vestibule.portal.contract;

/** By which door something came into the portal. On the wire in lower kebab case, as all words of the contract. */
public enum Channel {
    EMAIL,
    PORTAL,
    CRM,
    ACCOUNTING,
    API
}
