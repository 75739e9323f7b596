package io.vestibule.hub.mail.parse;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/** Messages as signing programs pack them (RFC 5652), as far as their structure is looked at. */
final class CmsBytes {

    private static final byte[] SIGNED_DATA = {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 7, 2};

    private CmsBytes() {}

    /** Signed with what is signed inside; at most 60 kB of it. */
    static byte[] signed(byte[] inside) {
        byte[] content = der(0x30, joined(der(0x06, new byte[] {42, 3}), der(0xA0, der(0x04, inside))));
        byte[] signed = der(0x30, joined(der(0x02, new byte[] {1}), der(0x31, new byte[0]), content));
        return der(0x30, joined(der(0x06, SIGNED_DATA), der(0xA0, signed)));
    }

    static byte[] encrypted() {
        return Base64.getDecoder().decode("MAsGCSqGSIb3DQEHAw==");
    }

    private static byte[] der(int tag, byte[] content) {
        byte[] length = {(byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        return joined(new byte[] {(byte) tag}, length, content);
    }

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}
