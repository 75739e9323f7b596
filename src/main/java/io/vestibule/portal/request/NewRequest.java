package io.vestibule.portal.request;

import io.vestibule.portal.contract.RequestDraft;
import java.util.UUID;

/**
 * A request that is to be opened.
 *
 * @param confidential only participants, Client Admins and the firm's people will see it
 */
public record NewRequest(UUID clientId, RequestDraft draft, boolean confidential) {}
