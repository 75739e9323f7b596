package io.vestibule.hub.connector;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Tells addresses of the open internet from all others: private, loopback, link-local (with the clouds' metadata
 * service), carrier NAT, multicast, reserved, and the same written as IPv6. Used before anything is connected to.
 */
final class AddressGuard {

    private AddressGuard() {}

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return address instanceof Inet6Address ? isPublic6(address.getAddress()) : isPublic4(address.getAddress());
    }

    private static boolean isPublic4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        boolean carrierNat = first == 100 && second >= 64 && second < 128;
        boolean benchmark = first == 198 && (second == 18 || second == 19);
        boolean protocols = first == 192 && second == 0 && (third == 0 || third == 2);
        boolean relay = first == 192 && second == 88 && third == 99;
        boolean documents =
                (first == 198 && second == 51 && third == 100) || (first == 203 && second == 0 && third == 113);
        return first != 0 && first < 240 && !carrierNat && !benchmark && !protocols && !relay && !documents;
    }

    private static boolean isPublic6(byte[] bytes) {
        boolean uniqueLocal = (bytes[0] & 0xfe) == 0xfc;
        boolean documents = startsWith(bytes, 0x20, 0x01, 0x0d, 0xb8);
        boolean teredo = startsWith(bytes, 0x20, 0x01, 0, 0);
        if (uniqueLocal || documents || teredo) {
            return false;
        }
        // IPv4 within IPv6: NAT64 (64:ff9b::/96 and its local form), 6to4, and the old compatible and translated forms.
        if (startsWith(bytes, 0, 0x64, 0xff, 0x9b)) {
            return bytes[4] == 0 && isPublicEmbedded(bytes, 12);
        }
        if (startsWith(bytes, 0x20, 0x02)) {
            return isPublicEmbedded(bytes, 2);
        }
        boolean compatible = allZero(bytes, 0, 8);
        return !compatible;
    }

    private static boolean isPublicEmbedded(byte[] bytes, int at) {
        try {
            return isPublic(InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4)));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("Four bytes are an address", impossible);
        }
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean allZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
