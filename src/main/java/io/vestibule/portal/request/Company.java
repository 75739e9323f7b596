package io.vestibule.portal.request;

import io.vestibule.portal.contract.Party;
import java.util.List;

/**
 * Who else a mail about a request went to.
 *
 * @param writer of the mail
 * @param colleagues of the writer, as the sender of the command knows
 * @param others everybody else who is not of the firm
 */
public record Company(Party writer, List<Party> colleagues, List<Party> others) {}
