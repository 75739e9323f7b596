package io.vestibule.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1.2.3",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "192.0.2.1",
                "203.0.113.1",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "fec0::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2002:a00:1::",
                "2001:db8::1",
                "2001::1"
            })
    void refusesWhatIsNotOfTheOpenInternet(String address) throws UnknownHostException {
        assertThat(AddressGuard.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.169.0.1",
                "198.20.0.1",
                "2606:4700::1111",
                "64:ff9b::808:808",
                "2002:808:808::1",
                "::ffff:8.8.8.8"
            })
    void letsTheOpenInternetPass(String address) throws UnknownHostException {
        assertThat(AddressGuard.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void aHostOfTheHouseIsReachedOnlyWhereTheOperatorNamedItWithItsPort() throws VendorAddresses.Refused {
        var addresses = new DnsVendorAddresses(new OutboundProperties(List.of("localhost:8443")));

        assertThat(addresses.resolve("localhost", 8443)).isNotEmpty();
        assertThatThrownBy(() -> addresses.resolve("localhost", 443))
                .isInstanceOfSatisfying(
                        VendorAddresses.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("private-address"));
    }

    @Test
    void aPrivateHostWithoutAPortIsRefusedInTheConfiguration() {
        assertThatThrownBy(() -> new OutboundProperties(List.of("zammad.lan")))
                .hasMessageContaining("vestibule.outbound.private-hosts")
                .hasMessageContaining("host:port");
    }
}
