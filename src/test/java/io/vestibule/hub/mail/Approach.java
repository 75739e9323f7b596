package io.vestibule.hub.mail;

/** By what a mail of the generated set tries to get into a conversation, and who sent it. */
enum Approach {
    OWN_KEY,
    OWN_REFERENCES,
    OWN_NUMBER,
    OWN_BEHIND_FOREIGN_REFERENCES,
    COLLEAGUE_KEY,
    COLLEAGUE_REFERENCES,
    COLLEAGUE_NUMBER,
    ADMIN_KEY,
    NEWCOMER_OF_THE_DOMAIN,
    NOT_ADMITTED,
    VIEWER,
    OTHER_CLIENT_KEY,
    OTHER_CLIENT_REFERENCES,
    OTHER_CLIENT_NUMBER,
    OTHER_CLIENT_ALL,
    OTHER_CLIENT_SAME_SUBJECT,
    OTHER_CLIENT_GUESSED_REFERENCES,
    OTHER_CLIENT_REPLY_TO,
    OTHER_CLIENT_SENDER,
    OTHER_CLIENT_NAMED_AS_THE_REQUESTER,
    OTHER_CLIENT_ENCODED_NAME,
    OTHER_CLIENT_REUSED_ID,
    TWO_FROM_HEADERS,
    SEVERAL_AUTHORS,
    SENDER_ONLY,
    FORGED,
    STRANGER,
    STAFF_BY_A_CLIENTS_KEY,
    ADDRESS_OF_TWO_CLIENTS;

    /** By one who takes part, so it has to arrive there. */
    boolean isHonest() {
        return name().startsWith("OWN_");
    }
}
