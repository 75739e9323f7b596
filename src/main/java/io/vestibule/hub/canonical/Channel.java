package io.vestibule.hub.canonical;

/** By which door something came into the portal. */
public enum Channel {
    EMAIL,
    PORTAL,
    CRM,
    ACCOUNTING,
    API
}
