package io.vestibule.hub.mail.parse;

/** How a mail is protected. A signature is told, not checked: that needs the keys of those who sign. */
public enum Protection {
    NONE(""),
    SIGNED_SMIME("It is signed (S/MIME); the signature is not checked."),
    SIGNED_PGP("It is signed (PGP); the signature is not checked."),
    ENCRYPTED_SMIME("It is encrypted (S/MIME), and nobody here has the key."),
    ENCRYPTED_PGP("It is encrypted (PGP), and nobody here has the key.");

    private final String words;

    Protection(String words) {
        this.words = words;
    }

    /** For people; empty when there is nothing to tell. */
    public String words() {
        return words;
    }

    /** Whether what it says can't be read here. */
    public boolean hidesText() {
        return this == ENCRYPTED_SMIME || this == ENCRYPTED_PGP;
    }
}
