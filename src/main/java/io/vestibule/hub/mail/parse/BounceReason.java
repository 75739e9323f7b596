package io.vestibule.hub.mail.parse;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a mail did not arrive, by what its server says: its code where that is exact, else its words. A reason comes before
 * those whose words it may use, too: of a domain that does not exist servers say what they say of a user.
 */
public enum BounceReason {
    HOST_UNKNOWN(
            "hostunknown",
            "host unknown|unknown host|host or domain name not found|domain not found|no such domain|host not found|domain does not"
                    + "|nxdomain|name or service not known|unrouteable mail domain|can't find any host|no mx record|domain is not|"
                    + "all relevant mx records point to non-existent|name server: host not found|unknown domain|illegal host|domain must resolve"),
    USER_UNKNOWN(
            "userunknown",
            "user unknown|unknown user|no such user|no such recipient|no such address|no such mailbox|no such account|no such person"
                    + "|unknown recipient|recipient unknown|unknown address|address unknown|unknown e-mail|unknown email"
                    + "|addressee unknown|invalid recipient|invalid mailbox|invalid user|invalid address|recipient not found|user not found"
                    + "|mailbox not found|address not found|recipnotfound|not found in directory|not listed in|does not exist"
                    + "|doesn't exist|do not exist|didn't exist|no mailbox here|not a valid mailbox|not a valid user|not a known user|no user|"
                    + "user doesn't have|user does not have|couldn't be found|could not be found|bad destination mailbox"
                    + "|unrouteable address|no local mailbox|not our customer|recipient address rejected: user|unbekannt"
                    + "|recipient does not|mailbox unavailable|destination addresses were unknown|no account|not known here|not recognized|not listed in public|no valid recipients|undeliverable address|wasn't found at"),
    HAS_MOVED("hasmoved", "has moved|moved to|has been replaced by|no longer valid|address has changed"),
    MAILBOX_FULL(
            "mailboxfull",
            "mailbox full|mailbox is full|mailfolder is full|quota|exceeded storage|storage limit|disk full|insufficient disk"
                    + "|is full|too much mail|mailbox exceeds|voll|over the maximum"),
    TOO_BIG(
            "mesgtoobig",
            "too large|too big|size limit|exceeds size|message size|maximum size|message length exceeds|exceeded maximum"),
    SUSPENDED("suspend", "disabled|suspended|inactive|deactivated|not active|locked|discontinued|out of commission"),
    BLOCKED(
            "blocked",
            "blocked|blacklist|blocklist|block list|denylist|spamhaus|reputation|dnsbl|rbl|spamcop|reverse dns|ptr record|banned|bad helo"),
    SPAM("spamdetected", "spam|junk|bulk email filter|unsolicited|content rejected|virus|malware"),
    POLICY(
            "policyviolation",
            "policy|dmarc|spf |dkim|not authorized|not permitted|authentication|relaying denied|relay access denied|relay not|unauthenticated|access denied|denied"),
    EXPIRED(
            "expired",
            "timed out|timeout|retry time|expired|too long|giving up|hop count|loop|delivery time|not been able to deliver"),
    NETWORK("networkerror", "connection refused|connection reset|no route|unreachable|lost connection|connect to|dns"),
    OTHER("undefined", "");

    /** Security or policy refused the mail, whatever words are used for it (RFC 3463, 3.8). */
    private static final String POLICY_CLASS = ".7.";

    private static final List<BounceReason> OF_POLICY = List.of(BLOCKED, SPAM, POLICY);
    private static final int MAX_WORDS = 2_000;

    /** Codes that say it exactly (RFC 3463). */
    private static final Map<String, BounceReason> BY_CODE = Map.ofEntries(
            Map.entry("1.1", USER_UNKNOWN),
            Map.entry("1.0", USER_UNKNOWN),
            Map.entry("1.10", USER_UNKNOWN),
            Map.entry("1.2", HOST_UNKNOWN),
            Map.entry("1.3", USER_UNKNOWN),
            Map.entry("1.6", HAS_MOVED),
            Map.entry("2.1", SUSPENDED),
            Map.entry("2.2", MAILBOX_FULL),
            Map.entry("2.3", TOO_BIG),
            Map.entry("3.4", TOO_BIG),
            Map.entry("4.4", HOST_UNKNOWN),
            Map.entry("4.7", EXPIRED));

    private final String symbol;
    private final List<String> words;

    BounceReason(String symbol, String words) {
        this.symbol = symbol;
        this.words = words.isEmpty() ? List.of() : List.of(words.split("\\|"));
    }

    /** As reasons are named by those who compare readers of bounces. */
    public String symbol() {
        return symbol;
    }

    /** Whether the address itself is wrong, so that no mail will ever arrive there. */
    public boolean isAddressWrong() {
        return this == USER_UNKNOWN || this == HOST_UNKNOWN || this == HAS_MOVED;
    }

    static BounceReason of(@Nullable String status, @Nullable String serverWords) {
        BounceReason exact = status == null || status.length() < 5 ? null : BY_CODE.get(status.substring(2));
        if (exact != null) {
            return exact;
        }
        String text = serverWords == null ? "" : serverWords.substring(0, Math.min(serverWords.length(), MAX_WORDS));
        String lower = text.toLowerCase(Locale.ROOT);
        boolean policy = status != null && status.startsWith(POLICY_CLASS, 1);
        for (BounceReason reason : policy ? OF_POLICY : List.of(values())) {
            if (reason.words.stream().anyMatch(word -> !word.isEmpty() && lower.contains(word))) {
                return reason;
            }
        }
        return policy ? POLICY : OTHER;
    }
}
